// Recurrent layers against loops over plain numbers, in a population, and with a batch of any length.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { forward } from '../../../runtime/model/forward.js'
import { initialValues } from '../../../runtime/model/initialize.js'
import { inputLeaves } from '../../../runtime/model/model-leaves.js'
import type { Options } from '../../../runtime/model/options.js'
import { randomStream } from '../../../runtime/support/random.js'
import { sizeOf } from '../../../runtime/support/shape.js'
import { batchGraph, spreadLanes } from '../../../runtime/tensor/batch.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { checkGraph } from '../../../runtime/tensor/check.js'
import { optimizeGraph } from '../../../runtime/tensor/optimize.js'
import { bytesOf, numbersOf, tensorFrom, type Tensor } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'
import { sequenceOf } from '../../support/training.js'

type Kind = 'gru' | 'lstm'
const kinds: readonly Kind[] = ['gru', 'lstm']
const [batch, steps, features, units] = [3, 5, 4, 3]

const drawn = (shape: readonly number[], ...key: readonly (string | number)[]): Tensor => {
  const random = randomStream('recurrent layers', ...key)
  return tensorFrom(
    'float32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
  )
}

/** A layer over a batch, its leaves and their numbers. */
function build(kind: Kind, options: Options, rows: number | string = batch) {
  const graph = builder(kind)
  const x = graph.input('x', tensorType('float32', [rows, steps, features]))
  const leaves = inputLeaves(true, graph)
  const tree = sequenceOf({ shape: [steps, features], type: 'real' }, [[kind, { units, ...options }]])
  const output = forward(tree, x, leaves)
  const parameters = [...leaves.parameters.values()]
  return { graph, x, output, parameters }
}

type Numbers = ReadonlyMap<string, readonly number[]>

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Σ of a column's inputs: entry `column` of x·W + b. */
const dot = (x: readonly number[], weights: readonly number[], column: number, columns: number): number =>
  x.reduce((sum, entry, row) => sum + entry * (weights[row * columns + column] ?? Number.NaN), 0)

/** States of one example in one direction, by the formulas of PyTorch's documentation. */
function statesOf(
  kind: Kind,
  rows: readonly (readonly number[])[],
  numbers: Numbers,
  run: string,
): readonly (readonly number[])[] {
  const own = (name: string): readonly number[] => numbers.get(`${kind}#0.${run}${name}`) ?? []
  const columns = (kind === 'gru' ? 3 : 4) * units
  const places = rows.map((_, step) => (run === '' ? step : rows.length - 1 - step))
  const states: (readonly number[])[] = []
  let [h, c]: [readonly number[], readonly number[]] = [
    new Array<number>(units).fill(0),
    new Array<number>(units).fill(0),
  ]
  for (const place of places) {
    const x = rows[place] ?? []
    const state = h
    const fromInput = (column: number): number =>
      dot(x, own('input_weights'), column, columns) + (own('input_bias')[column] ?? Number.NaN)
    const fromState = (column: number): number =>
      dot(state, own('hidden_weights'), column, columns) + (own('hidden_bias')[column] ?? Number.NaN)
    const sum = (gate: number, unit: number): number =>
      fromInput(gate * units + unit) + fromState(gate * units + unit)
    if (kind === 'gru') {
      h = state.map((before, unit) => {
        const [r, z] = [sigmoid(sum(0, unit)), sigmoid(sum(1, unit))]
        const n = Math.tanh(fromInput(2 * units + unit) + r * fromState(2 * units + unit))
        return (1 - z) * n + z * before
      })
    } else {
      c = c.map(
        (before, unit) => sigmoid(sum(1, unit)) * before + sigmoid(sum(0, unit)) * Math.tanh(sum(2, unit)),
      )
      h = c.map((memory, unit) => sigmoid(sum(3, unit)) * Math.tanh(memory))
    }
    states[place] = h
  }
  return states
}

describe.each(kinds)('%s', (kind) => {
  test.each([
    [false, 'sequence'],
    [false, 'last'],
    [true, 'sequence'],
    [true, 'last'],
  ])('is the loop over its steps (bidirectional: %s, return: %s)', async (bidirectional, what) => {
    const { output, parameters } = build(kind, { bidirectional, return: what })
    const x = drawn([batch, steps, features], 'x')
    const feeds = Object.fromEntries(
      parameters.map(({ name, declaration }) => [name, drawn(declaration.shape, name)]),
    )
    const numbers = new Map(Object.entries(feeds).map(([name, tensor]) => [name, numbersOf(tensor)]))
    const [found] = await evaluate([output], { x, ...feeds })
    const entries = numbersOf(x)
    const wanted = Array.from({ length: batch }, (_, example) => {
      const rows = Array.from({ length: steps }, (_row, step) =>
        entries.slice((example * steps + step) * features, (example * steps + step + 1) * features),
      )
      const runs = (bidirectional ? ['', 'reverse_'] : ['']).map((run) => statesOf(kind, rows, numbers, run))
      return what === 'last'
        ? runs.flatMap((states, run) => states[run === 0 ? steps - 1 : 0] ?? [])
        : rows.flatMap((_row, step) => runs.flatMap((states) => states[step] ?? []))
    }).flat()
    const results = found === undefined ? [] : numbersOf(found)
    expect(results).toHaveLength(wanted.length)
    results.forEach((y, place) => expect(y).toBeCloseTo(wanted[place] ?? Number.NaN, 5))
  })

  test.each([
    [3, ''],
    [4, ''],
    [1, 'hidden_weights'],
    [5, 'hidden_weights'],
  ])(
    'of %i units keeps the bits of a member at every width of a population (shared: %s)',
    async (count, common) => {
      const { graph, x, output, parameters } = build(kind, { units: count, bidirectional: true })
      const loss = graph.reduceSum(graph.multiply(output, output))
      const outputs = [output, ...gradients(loss, [x, ...parameters.map(({ value }) => value)])]
      const own = parameters.filter(({ name }) => common === '' || !name.endsWith(common))
      const names = own.map(({ name }) => name)
      const memberOf = (index: number): Readonly<Record<string, Tensor>> =>
        Object.fromEntries(
          parameters.map(({ name, declaration }) => [name, drawn(declaration.shape, name, index)]),
        )
      const shared = {
        x: drawn([batch, steps, features], 'x'),
        ...Object.fromEntries(
          parameters
            .filter((parameter) => !own.includes(parameter))
            .map(({ name, declaration }) => [name, drawn(declaration.shape, name)]),
        ),
      }
      const run = async (members: readonly number[]): Promise<readonly Tensor[]> => {
        const wide = batchGraph(outputs, new Set(names), members.length)
        const values = optimizeGraph(spreadLanes(wide.outputs, members.length))
        checkGraph(values)
        const feeds = own.map(({ name, declaration }): [string, Tensor] => {
          const all = members.flatMap((member) => {
            const tensor = memberOf(member)[name]
            return tensor === undefined ? [] : numbersOf(tensor)
          })
          return [name, tensorFrom('float32', [members.length, ...declaration.shape], Float32Array.from(all))]
        })
        return evaluate(values, { ...shared, ...Object.fromEntries(feeds) }, { optimization: 'all' })
      }
      const slot = (tensor: Tensor | undefined, index: number, width: number): string => {
        const bytes = tensor === undefined ? new Uint8Array() : bytesOf(tensor)
        const size = bytes.length / width
        return Buffer.from(bytes.slice(index * size, (index + 1) * size)).toString('base64')
      }
      const whole = await run(Array.from({ length: 32 }, (_, index) => index))
      for (const members of [
        [0, 1],
        [5, 6, 7],
        [10, 11, 12, 13, 14, 15, 16, 17],
      ]) {
        const narrow = await run(members)
        narrow.forEach((tensor, place) =>
          members.forEach((member, index) => {
            expect(slot(tensor, index, members.length)).toBe(slot(whole[place], member, 32))
          }),
        )
      }
      const alone = await evaluate(outputs, { ...memberOf(5), ...shared })
      alone.forEach((tensor, place) => {
        const wanted = numbersOf(tensor)
        const found = whole[place] === undefined ? [] : numbersOf(whole[place])
        wanted.forEach((y, index) =>
          expect(Math.abs((found[5 * wanted.length + index] ?? Number.NaN) - y)).toBeLessThan(
            1e-4 * (1 + Math.abs(y)),
          ),
        )
      })
    },
  )

  test('takes a batch whose length is not known, as exported models have', async () => {
    const { output, parameters } = build(kind, { bidirectional: true, return: 'last' }, 'batch')
    const weights = Object.fromEntries(
      parameters.map(({ name, declaration }) => [name, drawn(declaration.shape, name)]),
    )
    const fixed = build(kind, { bidirectional: true, return: 'last' }, 4)
    const feeds = { x: drawn([4, steps, features], 'x'), ...weights }
    const [found] = await evaluate([output], feeds)
    const [wanted] = await evaluate([fixed.output], feeds)
    expect(found).toEqual(wanted)
  })
})

test('the forget gate of lstm starts with the bias asked for', () => {
  const start = (options: Options): readonly number[] => {
    const { parameters } = build('lstm', options)
    const bias = parameters.find(({ name }) => name === 'lstm#0.input_bias')
    return bias === undefined ? [] : [...initialValues(1, bias.name, bias.declaration)]
  }
  expect(start({})).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
  expect(start({ forget_bias: -2 })).toEqual([0, 0, 0, -2, -2, -2, 0, 0, 0, 0, 0, 0])
})
