// Legal graphs: every kind of damage is found and named, and a pass that does it is named too.
import { describe, expect, test } from '@jest/globals'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { checkGraph, checkPass } from '../../../runtime/tensor/check.js'
import type { Node, OperationNode, Value } from '../../../runtime/tensor/graph.js'
import { optimizeGraph, passes, runPasses } from '../../../runtime/tensor/optimize.js'
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'

const g = builder('a.yaml:3:5')
const x = g.input('x', tensorType('float32', [2, 3]))

/** The node of an operator with some of its fields replaced, as only a wrong rule or pass could make it. */
function damaged(value: Value, change: Partial<OperationNode>): Value {
  const { node } = value
  if (node.kind !== 'operation') throw new Error('an operator is expected')
  return { ...value, node: { ...node, ...change } }
}

/** Two nodes that need each other. */
function cyclic(): Value {
  const inputs: Value[] = []
  const first = damaged(g.exp(x), { inputs })
  inputs.push(g.tanh(first))
  return first
}

describe('a graph is refused', () => {
  const literal = g.constant(tensorOf('float32', [2], [1, 2]))
  const cases: readonly (readonly [string, () => Value, string])[] = [
    [
      'whose operator has another type than its rule gives',
      () => ({
        ...damaged(g.exp(x), { types: [tensorType('float32', [3])] }),
        type: tensorType('float32', [3]),
      }),
      '`exp` (a.yaml:3:5) has types float32[3] instead of float32[2,3]',
    ],
    [
      'whose operator refuses its operands',
      () => damaged(g.exp(x), { inputs: [g.equal(x, x)] }),
      '`exp` (a.yaml:3:5) refuses its operands: reals are expected, bool is given',
    ],
    [
      'whose operator takes a value for another type',
      () => damaged(g.exp(x), { inputs: [{ ...x, type: tensorType('float64', [2, 3]) }] }),
      "`exp` (a.yaml:3:5) takes result 0 of the input 'x' for float64[2,3], but it is float32[2,3]",
    ],
    [
      'whose output is a result that no node has',
      () => ({ ...g.exp(x), index: 1 }),
      'the list of outputs takes result 1 of `exp` (a.yaml:3:5), which has 1',
    ],
    ['with a cycle', cyclic, '`tanh` (a.yaml:3:5) and its operand `exp` (a.yaml:3:5) need each other'],
    [
      'with a literal of another size than its type',
      () => ({
        ...literal,
        node: {
          ...literal.node,
          tensor: { element: 'float32', shape: [2], data: new Float32Array(3) },
        } as Node,
      }),
      'a literal (a.yaml:3:5) of type float32[2] holds 3 entries',
    ],
    [
      'with a literal of another element type than its type',
      () => ({ ...literal, node: { ...literal.node, tensor: tensorOf('int32', [2], [1, 2]) } as Node }),
      'a literal (a.yaml:3:5) of type float32[2] holds int32[2]',
    ],
    [
      'with an axis of an impossible length',
      () => g.input('y', tensorType('float32', [-1])),
      "the input 'y' has the impossible type float32[-1]",
    ],
  ]

  test.each(cases)('%s', (_name, make, message) => {
    expect(() => checkGraph([make()])).toThrow(InvariantError)
    expect(() => checkGraph([make()])).toThrow(message)
  })

  test('with two leaves of one name', () => {
    const twin = g.input('x', tensorType('float32', [2, 3]))
    expect(() => checkGraph([g.add(x, twin)])).toThrow("'x' names two inputs")
  })
})

describe('a pass is named', () => {
  const outputs = [g.exp(x)]
  const broken: readonly (readonly [string, (values: readonly Value[]) => readonly Value[], string])[] = [
    ['that loses an output', () => [], '1 outputs became 0'],
    ['that changes a type', () => [g.cast(x, 'int32')], 'output 0 was float32[2,3] and became int32[2,3]'],
    [
      'that makes a leaf',
      () => [g.exp(g.input('z', tensorType('float32', [2, 3])))],
      "the input 'z' was not there before",
    ],
    [
      'that makes a wrong node',
      ([first = x]) => [damaged(g.exp(first), { inputs: [] })],
      '`exp` (a.yaml:3:5) refuses its operands: 1 inputs are expected, 0 are given',
    ],
  ]

  test.each(broken)('%s', (_name, pass, message) => {
    const run = () => runPasses([['break-graph', pass]], outputs, { checked: true })
    expect(run).toThrow(InvariantError)
    expect(run).toThrow(`the graph pass 'break-graph' broke the graph: ${message}`)
  })

  test('only where passes are checked', () => {
    expect(runPasses([['break-graph', () => []]], outputs)).toEqual([])
  })

  test('when it is not the first', () => {
    const bad = (values: readonly Value[]) => values.map((value) => ({ ...value, index: 3 }))
    const list = [...passes, ['break-graph', bad] as const]
    expect(() => runPasses(list, outputs, { checked: true })).toThrow("'break-graph'")
    expect(() => optimizeGraph(outputs, { checked: true })).not.toThrow()
  })

  test('and a node that was found legal is not looked at again', () => {
    const known = new Set<Node>()
    checkPass({ pass: 'nothing', before: outputs, after: outputs, known })
    expect(known).toEqual(
      new Set(outputs.flatMap(({ node }) => [node, ...node.inputs.map((input) => input.node)])),
    )
  })
})
