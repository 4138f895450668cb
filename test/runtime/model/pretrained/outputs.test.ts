// What a model file gives, read as class scores: values worked out by hand.
import { describe, expect, test } from '@jest/globals'
import type { Dataset } from '../../../../runtime/data/dataset.js'
import { bindModel, type ModelBinding } from '../../../../runtime/model/pretrained/bind.js'
import { outputsFrom } from '../../../../runtime/model/pretrained/outputs.js'
import { isServed } from '../../../../runtime/model/pretrained/serves.js'
import type { ModelSummary } from '../../../../runtime/onnx/decode.js'
import { tensorFrom } from '../../../../runtime/tensor/tensor.js'
import type { DataDescriptor } from '../../../../schemas/data-descriptor.js'

const dataset = (classes: readonly string[]): Dataset => ({
  source: 'made-by-hand',
  digest: '',
  rows: 2,
  columns: [],
  target: { kind: 'class', name: 'target', codes: Int32Array.of(0, 1), classes },
  contents: Int32Array.of(0, 1),
  bytes: 0,
})

const binding = (kind: ModelBinding['output']['kind'], classes?: readonly string[]): ModelBinding => ({
  inputs: [],
  columns: [],
  output: { kind, name: kind },
  ...(classes === undefined ? {} : { classes }),
})

describe('outputs of a model file', () => {
  test('are ln p in the order of our classes, whatever the order of its own', () => {
    const given = tensorFrom('float32', [2, 3], Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.875, 0))
    const { values, width } = outputsFrom(
      given,
      binding('probabilities', ['c', 'a', 'b']),
      dataset(['a', 'b', 'c']),
      2,
    )
    expect(width).toBe(3)
    const logarithms = [0.25, 0.25, 0.5, 0.875, 2 ** -126, 0.125].map(Math.log)
    expect(Array.from(values)).toEqual(logarithms.map((value) => expect.closeTo(value, 12)))
  })

  test('of one probability are those of the second class, and of the first what is left', () => {
    const given = tensorFrom('float32', [2, 1], Float32Array.of(0.25, 1))
    const two = ['no', 'yes']
    const { values } = outputsFrom(given, binding('probabilities', two), dataset(two), 2)
    const logarithms = [0.75, 0.25, 2 ** -126, 1].map(Math.log)
    expect(Array.from(values)).toEqual(logarithms.map((value) => expect.closeTo(value, 12)))
  })

  test('of labels let the named class win, and refuse a name that is none of ours', () => {
    const given = tensorFrom('string', [2], ['b', 'a'])
    const { values } = outputsFrom(given, binding('label'), dataset(['a', 'b']), 2)
    expect(values).toEqual([0, 1, 1, 0])
    expect(() => outputsFrom(given, binding('label'), dataset(['a', 'x']), 2)).toThrow("answers 'b'")
  })

  test('of another width are refused', () => {
    const given = tensorFrom('float32', [2, 2], Float32Array.of(1, 0, 1, 0))
    const three = ['a', 'b', 'c']
    expect(() => outputsFrom(given, binding('probabilities', three), dataset(three), 2)).toThrow(
      'has 2 entries a row, expected 3',
    )
  })

  test('that are labels serve what asks for the winner alone; loss and sizes are known of none', () => {
    expect(['accuracy', 'f1_macro'].map((metric) => isServed(metric, 'winner'))).toEqual([true, true])
    expect(['log_loss', 'auroc', 'loss'].map((metric) => isServed(metric, 'winner'))).not.toContain(true)
    expect(['loss', 'parameters', 'log_loss'].map((metric) => isServed(metric, 'all'))).toEqual([
      false,
      false,
      true,
    ])
  })
})

const real = (name: string) => ({ name, type: 'real', shape: [], missing: 0 }) as const
const names = (name: string, categories: readonly string[]) =>
  ({ name, type: 'category', shape: [], missing: 0, categories }) as const

const data = (columns: DataDescriptor['columns']): DataDescriptor => ({
  source: 'made-by-hand',
  digest: '',
  rows: 1,
  columns,
  target: { name: 'target', type: 'class', classes: ['a', 'b'] },
  contents: [0],
  bytes: 0,
})

const summary = (metadata: Readonly<Record<string, string>>, inputs: readonly string[]): ModelSummary => ({
  operators: {},
  operatorSets: {},
  inputs,
  outputs: ['probabilities'],
  tensorOutputs: ['probabilities'],
  initializers: ['weights'],
  metadata,
})

describe('a model file and data', () => {
  const described = JSON.stringify([
    { name: 'features', columns: ['y', 'x'] },
    { name: 'categories', columns: ['colour'], categories: [['red', 'blue']] },
  ])

  test('come together by the names of columns', () => {
    const bound = bindModel(
      summary({ inputs: described }, ['features', 'categories']),
      data([names('colour', ['blue', 'red']), real('x'), real('y')]),
    )
    expect(bound.columns.map(({ index }) => index)).toEqual([2, 1, 0])
    expect(bound.inputs).toMatchObject([
      { name: 'features', element: 'float32', shape: [2], columns: [0, 1] },
      { name: 'categories', element: 'int64', shape: [1], columns: [2] },
    ])
  })

  test.each([
    ['a column is missing', [names('colour', ['red']), real('x')], "takes a column 'y'"],
    ['a column has another type', [real('colour'), real('x'), real('y')], "takes names as column 'colour'"],
    ['a category is new', [names('colour', ['green']), real('x'), real('y')], "does not know 'green'"],
  ])('do not where %s', (_, columns, message) => {
    const model = summary({ inputs: described }, ['features', 'categories'])
    expect(() => bindModel(model, data(columns))).toThrow(message)
  })

  test('of another making come together by the order of columns, where there is one input', () => {
    const columns = data([real('x'), real('y')])
    expect(bindModel(summary({}, ['X', 'weights']), columns).inputs).toMatchObject([
      { name: 'X', shape: [2], columns: [0, 1] },
    ])
    expect(() => bindModel(summary({}, ['X', 'Z']), columns)).toThrow('has 2 inputs')
    const odd = data([real('x'), names('colour', ['red'])])
    expect(() => bindModel(summary({}, ['X']), odd)).toThrow("takes column 'colour'")
  })
})
