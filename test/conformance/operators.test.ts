// Every operator: type rule against ONNX Runtime, gradient against central differences, population against one by one.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { batchGraph, spreadLanes } from '../../runtime/tensor/batch.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import { evaluate, evaluatorOf } from '../support/tensors.js'
import { gradientCases, namedCases } from './operator-cases.js'
import { contents, dot, expectClose, expectSlope, feedsOf, inputName, leavesOf } from './operator-feeds.js'
import { pick, single } from './operator-feeds.js'

const g = builder('conformance')
const cases = namedCases()

describe('every operator', () => {
  test.each(cases)('$name is inferred to have the shape that ONNX Runtime returns', async ({ name, one }) => {
    const value = one.build(...leavesOf(one))
    const [result] = await evaluate([value], feedsOf(one, 'float32', name))
    expect(result?.element).toBe(value.type.element)
    expect(result?.shape).toEqual(value.type.shape)
  })

  test.each(cases)('$name on a population equals one member after the other', async ({ name, one }) => {
    const leaves = leavesOf(one)
    const value = one.build(...leaves)
    const alone = await evaluatorOf([value])
    for (const lanes of subsets(one.inputs.length)) {
      for (const width of [2, 3]) {
        const members = Array.from({ length: width }, (_, member) => feedsOf(one, 'float32', name, member))
        const batched = batchGraph([value], new Set(lanes.map(inputName)), width)
        const [whole] = await evaluate(spreadLanes(batched.outputs, width), populationFeeds(members, lanes))
        const each = await Promise.all(members.map((feeds) => alone.run(sharing(members, feeds, lanes))))
        const wanted = each.flatMap(([tensor]) => (tensor === undefined ? [] : [...numbersOf(tensor)]))
        expect(whole?.shape).toEqual([width, ...value.type.shape])
        expectClose(whole === undefined ? [] : numbersOf(whole), wanted, 1e-5)
      }
    }
    await alone.release()
  })

  test.each(gradientCases())(
    '$name has the gradient that central differences give',
    async ({ name, one }) => {
      const leaves = leavesOf(one)
      const value = one.build(...leaves)
      const reals = leaves.filter((leaf) => isFloating(leaf.type.element))
      const upstream = g.input('upstream', value.type)
      const inputs = feedsOf(one, 'float32', name)
      const shape = value.type.shape.map(Number)
      const weights = contents({ shape, element: value.type.element }, name, 'u')
      const loss = g.reduceSum(g.multiply(value, upstream))
      const found = await evaluate(gradients(loss, reals), { ...inputs, upstream: weights })
      const alone = await evaluatorOf([value])
      const measure = async (feeds: Readonly<Record<string, Tensor>>): Promise<number> => {
        const [result] = await alone.run(feeds)
        return result === undefined ? NaN : dot(numbersOf(result), numbersOf(weights))
      }
      const names = reals.map((leaf) => ('name' in leaf.node ? leaf.node.name : ''))
      const slopes = Object.fromEntries(
        found.map((tensor, index): [string, Tensor] => [names[index] ?? '', tensor]),
      )
      for (const direction of [0, 1, 2]) {
        await expectSlope({ name, feeds: inputs, measure, slopes, precision: single }, direction)
      }
      await alone.release()
    },
  )
})

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
