// Graphs: types are inferred when a node is made, mistakes are named with operator, types and origin.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { GraphError, InvariantError } from '../../../schemas/diagnostic.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { checkGraph } from '../../../runtime/tensor/check.js'
import { printGraph } from '../../../runtime/tensor/print.js'
import * as operators from '../../../runtime/tensor/operators/index.js'
import { numbersOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { broadcastShapes, tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'

const g = builder('hidden.affine specs/digits.yaml:14:9')
const real = (...shape: readonly (number | string)[]) => g.input('x', tensorType('float32', shape))

describe('making a node', () => {
  test.each([
    [
      'matmul',
      () => g.matmul(real(2, 3), real(4, 5)),
      '`matmul` of float32[2,3], float32[4,5] in hidden.affine specs/digits.yaml:14:9: the inner axes 3 and 4 differ',
    ],
    [
      'add',
      () => g.add(real(2, 3), real(4)),
      '`add` of float32[2,3], float32[4] in hidden.affine specs/digits.yaml:14:9: shapes [2,3] and [4] do not broadcast',
    ],
    ['types', () => g.add(real(2), g.cast(real(2), 'int64')), 'the element types differ'],
    ['domain', () => g.exp(g.cast(real(2), 'int64')), 'reals are expected, int64 is given'],
    ['reshape', () => g.reshape(real(2, 3), [4, 2]), 'the entries do not fill [4,2]'],
    ['axis', () => g.softmax(real(2, 3), 2), 'axis 2 does not exist in a tensor of rank 2'],
    ['window', () => g.conv(real(1, 1, 2, 2), real(1, 1, 3, 3)), 'a window of 3 does not fit an axis of 2'],
    [
      'channels',
      () => g.conv(real(1, 4, 5, 5), real(2, 3, 3, 3)),
      '4 channels meet weights for 3 × 1 groups',
    ],
    ['indices', () => g.gather(real(3), real(2), 0), 'indices must be int32 or int64, found float32'],
    ['condition', () => g.where(real(2), 1, 0), 'the condition must be bool'],
    [
      'slice',
      () => g.slice(real(3), [{ axis: 0, start: 2, end: 9 }]),
      'no stretch from 2 to 9 by 1 in 3 entries',
    ],
    [
      'symbol',
      () => g.add(real('batch', 3), real('rows', 3)),
      'shapes [batch,3] and [rows,3] do not broadcast',
    ],
    ['unknown length', () => g.expand(g.scalar(1), ['batch', 3]), "axis 'batch' cannot be made by expand"],
  ])('refuses a wrong %s with a sentence that says where', (_name, make, message) => {
    expect(make).toThrow(GraphError)
    expect(make).toThrow(message)
  })

  test('keeps a symbolic batch axis through the layers of an inference graph', () => {
    const x = real('batch', 3, 8, 8)
    const w = g.parameter('w', tensorType('float32', [4, 3, 3, 3]))
    const v = g.parameter('v', tensorType('float32', [64, 10]))
    const pooled = g.maxPool(g.relu(g.conv(x, w, { pads: [1, 1, 1, 1] })), { kernel: [2, 2] })
    const logits = g.matmul(g.flatten(pooled, 1), v)
    expect(pooled.type.shape).toEqual(['batch', 4, 4, 4])
    expect(g.softmax(logits, -1).type.shape).toEqual(['batch', 10])
    expect(g.argMax(logits, -1).type).toEqual(tensorType('int64', ['batch']))
    expect(g.reshape(x, ['batch', -1]).type.shape).toEqual(['batch', 192])
    expect(g.reshape(x, [-1, 192]).type.shape).toEqual(['batch', 192])
  })

  test('reshapes two free axes, all but one of which stay in place', async () => {
    const [rows, columns] = [3, 2]
    const x = g.input('pairs', tensorType('float32', ['rows', 'columns']))
    const feeds = { pairs: tensorOf('float32', [rows, columns], [1, 2, 3, 4, 5, 6]) }
    const shaped = [[1], [2]].map((axes) => g.unsqueeze(x, axes))
    const results = await evaluate(shaped, feeds)
    expect(results.map(({ shape }) => shape)).toEqual([
      [rows, 1, columns],
      [rows, columns, 1],
    ])
    for (const result of results) expect(numbersOf(result)).toEqual([1, 2, 3, 4, 5, 6])
    expect(() => g.unsqueeze(x, [0])).toThrow('cannot be told apart')
    expect(() => g.reshape(x, ['columns', 'rows'])).toThrow('cannot be told apart')
  })

  test('leaves out what changes nothing', () => {
    const x = real(2, 3)
    expect(g.reshape(x, [2, -1])).toBe(x)
    expect(g.transpose(x, [0, 1])).toBe(x)
    expect(g.cast(x, 'float32')).toBe(x)
    expect(g.slice(x, [{ axis: 1, start: 0, end: 3 }])).toBe(x)
    expect(g.pad(x, [0, 0], [0, 0])).toBe(x)
  })
})

describe('shapes that broadcast', () => {
  const axis = fc.constantFrom(1, 2, 3, 'batch')
  const shape = fc.array(axis, { maxLength: 4 })
  test('do so in either order, and with 1 or themselves to themselves', () => {
    fc.assert(
      fc.property(shape, shape, (left, right) => {
        expect(broadcastShapes(left, left)).toEqual(left)
        expect(broadcastShapes(left, [1])).toEqual(left.length === 0 ? [1] : left)
        const tried = (a: typeof left, b: typeof left): unknown => {
          try {
            return broadcastShapes(a, b)
          } catch (error) {
            return error instanceof GraphError ? error.code : error
          }
        }
        expect(tried(left, right)).toEqual(tried(right, left))
      }),
      { seed: 1 },
    )
  })
})

describe('a graph', () => {
  test('prints as stable text with origins', () => {
    const x = real(2, 3)
    const w = g.parameter('w', tensorType('float32', [3, 4]))
    const y = g
      .at('relu a.yaml:2:1')
      .relu(g.add(g.matmul(x, w), g.constant(tensorOf('float32', [4], [1, 2, 3, 4]))))
    expect(printGraph([y, x])).toBe(
      [
        'x: float32[2,3] = input  # hidden.affine specs/digits.yaml:14:9',
        'w: float32[3,4] = parameter  # hidden.affine specs/digits.yaml:14:9',
        '%2: float32[2,4] = matmul(x, w) { transposeLeft: false, transposeRight: false }  # hidden.affine specs/digits.yaml:14:9',
        '%3: float32[4] = constant(1, 2, 3, 4)  # hidden.affine specs/digits.yaml:14:9',
        '%4: float32[2,4] = add(%2, %3)  # hidden.affine specs/digits.yaml:14:9',
        '%5: float32[2,4] = relu(%4)  # relu a.yaml:2:1',
        'return %5, x',
        '',
      ].join('\n'),
    )
  })

  test('is refused with two inputs of one name, or a value of another type than its node', () => {
    const x = real(2)
    expect(() => checkGraph([g.add(x, real(2))])).toThrow("'x' names two inputs")
    expect(() => checkGraph([{ ...x, type: tensorType('float32', [3]) }])).toThrow(InvariantError)
    expect(() => checkGraph([g.exp(x), x])).not.toThrow()
  })

  test('has operators whose kinds, exports and files have one name', () => {
    for (const [name, definition] of Object.entries(operators)) {
      const camel = definition.kind.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
      expect(camel).toBe(name)
    }
  })
})
