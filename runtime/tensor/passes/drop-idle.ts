// Leaves out operators that change no number: walls for gradients, reshapes of reshapes, products with 1, …
import { builder } from '../builder.js'
import type { OperationNode, Value } from '../graph.js'
import { rewriteGraph } from '../rewrite.js'
import { numbersOf } from '../tensor.js'
import type { Axis } from '../tensor-type.js'
import { broadcastShapes, isFloating, sameShape, sameType } from '../tensor-type.js'

/** Elementwise operators that stretch their operands themselves. */
const stretching = new Set(['add', 'subtract', 'multiply', 'divide', 'where', 'minimum', 'maximum', 'power'])

/** Operators that concern gradients alone: their result is their first input. */
const walls = new Set(['stop_gradient', 'straight_through'])

/** The graph without idle operators. To be run after differentiation: walls for gradients go. */
export const dropIdle = (outputs: readonly Value[]): readonly Value[] =>
  rewriteGraph(outputs, (node, inputs) => {
    const [x, y] = inputs
    if (x === undefined) return undefined
    if (walls.has(node.operator)) return [x]
    if (node.operator === 'reshape') return reshaped(node, x)
    if (node.operator === 'transpose') return transposed(node, x)
    if (stretching.has(node.operator)) {
      return unit(node, x, y) ?? stretched(node, inputs) ?? uniform(node, inputs)
    }
    return undefined
  })

/** reshape(reshape(x)) = reshape(x), and nothing if that is the shape of x. */
function reshaped(node: OperationNode, x: Value): readonly Value[] | undefined {
  const source = operand(x, 'reshape')
  const [type] = node.types
  if (source === undefined || type === undefined) return undefined
  return [builder(node.origin).reshape(source, type.shape)]
}

/** transpose(transpose(x)) is one transpose, or none. */
function transposed(node: OperationNode, x: Value): readonly Value[] | undefined {
  const source = operand(x, 'transpose')
  if (source === undefined || x.node.kind !== 'operation') return undefined
  const [inner, outer] = [numbers(x.node.attributes['order']), numbers(node.attributes['order'])]
  return [
    builder(node.origin).transpose(
      source,
      outer.map((axis) => inner[axis] ?? 0),
    ),
  ]
}

/** x·1, 1·x and x/1 are x, where x has the shape of the result. */
function unit(node: OperationNode, x: Value, y: Value | undefined): readonly Value[] | undefined {
  const [type] = node.types
  if (y === undefined || type === undefined) return undefined
  const isProduct = node.operator === 'multiply'
  if ((isProduct || node.operator === 'divide') && isOne(y) && sameType(x.type, type)) return [x]
  if (isProduct && isOne(x) && sameType(y.type, type)) return [y]
  return undefined
}

/** An `expand` in front of an operator that would stretch the operand anyway is left out. */
function stretched(node: OperationNode, inputs: readonly Value[]): readonly Value[] | undefined {
  const [type] = node.types
  if (type === undefined) return undefined
  let operands = inputs
  inputs.forEach((input, index) => {
    const source = operand(input, 'expand')
    if (source === undefined) return
    const candidate = operands.map((own, place) => (place === index ? source : own))
    if (sameShape(broadcastOf(candidate), type.shape)) operands = candidate
  })
  return operands === inputs ? undefined : node.rules.remake(operands)
}

/** A literal of one number all over becomes that number, where the operator would stretch it anyway. */
function uniform(node: OperationNode, inputs: readonly Value[]): readonly Value[] | undefined {
  const [type] = node.types
  if (type === undefined) return undefined
  let operands = inputs
  inputs.forEach((input, index) => {
    const number = numberAllOver(input)
    if (number === undefined) return
    const single = builder(input.node.origin).scalar(number, input.type.element)
    const candidate = operands.map((own, place) => (place === index ? single : own))
    if (sameShape(broadcastOf(candidate), type.shape)) operands = candidate
  })
  return operands === inputs ? undefined : node.rules.remake(operands)
}

/** The number that a literal of some length repeats. */
function numberAllOver({ node, type }: Value): number | undefined {
  if (node.kind !== 'constant' || type.shape.length === 0 || !isFloating(type.element)) return undefined
  const [first, ...others] = numbersOf(node.tensor)
  return others.every((number) => Object.is(number, first)) ? first : undefined
}

const broadcastOf = (values: readonly Value[]): readonly Axis[] =>
  broadcastShapes(...values.map((value) => value.type.shape))

/** The first input of a value that is a result of the operator. */
function operand(value: Value, operator: string): Value | undefined {
  const { node } = value
  return node.kind === 'operation' && node.operator === operator ? node.inputs[0] : undefined
}

const isOne = ({ node }: Value): boolean =>
  node.kind === 'constant' && node.tensor.data.length === 1 && numbersOf(node.tensor)[0] === 1

const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : [])
