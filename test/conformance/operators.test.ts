// Every operator: type rule against ONNX Runtime, gradient against central differences, population against one by one.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { randomStream } from '../../runtime/support/random.js'
import { batchGraph, spreadLanes } from '../../runtime/tensor/batch.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { isFloating, tensorType } from '../../runtime/tensor/tensor-type.js'
import type { Evaluator } from '../support/tensors.js'
import { evaluate, evaluatorOf } from '../support/tensors.js'
import type { CaseInput, OperatorCase } from './operator-cases.js'
import { operatorCases } from './operator-cases.js'

const g = builder('conformance')
const inputName = (index: number): string => `x${index}`

const leavesOf = (one: OperatorCase): readonly Value[] =>
  one.inputs.map(({ shape, element = 'float32' }, index) =>
    g.input(inputName(index), tensorType(element, shape)),
  )

function contents(input: CaseInput, ...path: readonly (string | number)[]): Tensor {
  const random = randomStream('operators', ...path)
  const { element = 'float32', between: [low, high] = [-2, 2], shape, apart } = input
  const count = shape.reduce((product, length) => product * length, 1)
  if (apart === true) {
    // Distinct odd multiples of 0.1, so none is near 0; those of a second input lie between those of the first.
    const shift = path.at(-1) === 1 ? 0.05 : 0
    const places = Array.from({ length: 2 * count }, (_, index) => (index - count + 0.5) * 0.2 + shift)
    const order = random.permutation(2 * count)
    return tensorOf(
      element,
      shape,
      Array.from({ length: count }, (_, index) => places[order[index] ?? 0] ?? 0),
    )
  }
  const draw = isFloating(element)
    ? () => low + (high - low) * random.uniform()
    : () => low + random.integer(high - low)
  return tensorOf(element, shape, Array.from({ length: count }, draw))
}

const feedsOf = (one: OperatorCase, ...path: readonly (string | number)[]): Record<string, Tensor> =>
  Object.fromEntries(one.inputs.map((input, index) => [inputName(index), contents(input, ...path, index)]))

const cases = Object.entries(operatorCases).flatMap(([kind, list]) =>
  list.map((one, index) => ({ name: `${kind} ${index}`, kind, one, index })),
)

describe('every operator', () => {
  test.each(cases)('$name is inferred to have the shape that ONNX Runtime returns', async ({ name, one }) => {
    const value = one.build(...leavesOf(one))
    const [result] = await evaluate([value], feedsOf(one, name))
    expect(result?.element).toBe(value.type.element)
    expect(result?.shape).toEqual(value.type.shape)
  })

  test.each(cases)('$name on a population equals one member after the other', async ({ name, one }) => {
    const leaves = leavesOf(one)
    const value = one.build(...leaves)
    const single = await evaluatorOf([value])
    for (const lanes of subsets(one.inputs.length)) {
      for (const width of [2, 3]) {
        const members = Array.from({ length: width }, (_, member) => feedsOf(one, name, member))
        const batched = batchGraph([value], new Set(lanes.map(inputName)), width)
        const [whole] = await evaluate(spreadLanes(batched.outputs, width), populationFeeds(members, lanes))
        const alone = await Promise.all(members.map((feeds) => single.run(sharing(members, feeds, lanes))))
        const wanted = alone.flatMap(([tensor]) => (tensor === undefined ? [] : [...numbersOf(tensor)]))
        expect(whole?.shape).toEqual([width, ...value.type.shape])
        expectClose(whole === undefined ? [] : numbersOf(whole), wanted, 1e-5)
      }
    }
    await single.release()
  })

  test.each(cases.filter(({ one }) => one.flat !== true))(
    '$name has the gradient that central differences give',
    async ({ name, one }) => {
      const leaves = leavesOf(one)
      const value = one.build(...leaves)
      const reals = leaves.filter((leaf) => isFloating(leaf.type.element))
      const upstream = g.input('upstream', value.type)
      const loss = g.reduceSum(g.multiply(value, upstream))
      const feeds = {
        ...feedsOf(one, name),
        upstream: contents({ shape: value.type.shape.map(Number), element: value.type.element }, name, 'u'),
      }
      const found = await evaluate(gradients(loss, reals), feeds)
      const single = await evaluatorOf([value])
      for (const direction of [0, 1, 2]) {
        await expectDirectional({ name, single, reals, feeds, found, direction })
      }
      await single.release()
    },
  )

  test('is tried with a gradient or said to be flat', () => {
    for (const { one, name } of cases) {
      const value = one.build(...leavesOf(one))
      const nodes = nodesOf([value]).filter((node) => node.kind === 'operation')
      const differentiable = nodes.every(
        (node) => node.kind !== 'operation' || node.rules.gradient !== undefined,
      )
      expect(`${name} ${differentiable || one.flat === true}`).toBe(`${name} true`)
    }
  })
})

/** (f(x + h·d) − f(x − h·d)) / 2h against ⟨gradient, d⟩, in float32 results summed in double. */
async function expectDirectional(check: {
  readonly name: string
  readonly single: Evaluator
  readonly reals: readonly Value[]
  readonly feeds: Readonly<Record<string, Tensor>>
  readonly found: readonly Tensor[]
  readonly direction: number
}): Promise<void> {
  const { name, single, reals, feeds, found, direction } = check
  const step = 1 / 128
  const names = reals.map((leaf) => ('name' in leaf.node ? leaf.node.name : ''))
  const random = randomStream('direction', name, direction)
  const directions = names.map((leaf) => numbersOf(pick(feeds, leaf)).map(() => random.normal()))
  const moved = (sign: number): Record<string, Tensor> => ({
    ...feeds,
    ...Object.fromEntries(
      names.map((leaf, index) => {
        const tensor = pick(feeds, leaf)
        const numbers = numbersOf(tensor).map(
          (x, place) => x + sign * step * (directions[index]?.[place] ?? 0),
        )
        return [leaf, tensorOf(tensor.element, tensor.shape, numbers)]
      }),
    ),
  })
  const at = async (sign: number): Promise<number> => {
    const [result] = await single.run(withoutUpstream(moved(sign)))
    const upstream = numbersOf(pick(feeds, 'upstream'))
    return (result === undefined ? [] : numbersOf(result)).reduce(
      (sum, y, place) => sum + y * (upstream[place] ?? 0),
      0,
    )
  }
  const numeric = ((await at(1)) - (await at(-1))) / (2 * step)
  const analytic = found.reduce(
    (sum, tensor, index) =>
      sum + numbersOf(tensor).reduce((own, x, place) => own + x * (directions[index]?.[place] ?? 0), 0),
    0,
  )
  expectClose([analytic], [numeric], 4e-3)
}

function expectClose(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length)
  found.forEach((x, index) => {
    const y = wanted[index] ?? 0
    expect(Math.abs(x - y)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(y)))
  })
}

function pick(feeds: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = feeds[name]
  if (tensor === undefined) throw new Error(`no feed ${name}`)
  return tensor
}

const withoutUpstream = (feeds: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(feeds).filter(([name]) => name !== 'upstream'))

/** All non-empty subsets of 0 … count−1. */
const subsets = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** count - 1 }, (_, code) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => ((code + 1) >> index) & 1),
  )

/** Batched inputs of all members one after the other, the others of the first member. */
function populationFeeds(
  members: readonly Record<string, Tensor>[],
  lanes: readonly number[],
): Record<string, Tensor> {
  const [first = {}] = members
  return Object.fromEntries(
    Object.entries(first).map(([name, tensor], index) => {
      if (!lanes.includes(index)) return [name, tensor]
      const numbers = members.flatMap((feeds) => [...numbersOf(pick(feeds, name))])
      return [name, tensorOf(tensor.element, [members.length, ...tensor.shape], numbers)]
    }),
  )
}

const sharing = (
  members: readonly Record<string, Tensor>[],
  feeds: Record<string, Tensor>,
  lanes: readonly number[],
): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, tensor], index) => [
      name,
      lanes.includes(index) ? tensor : pick(members[0] ?? {}, name),
    ]),
  )
