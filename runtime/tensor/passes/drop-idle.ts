// Leaves out what only other operators have a use for: walls for gradients, and stretching that broadcasting does anyway.
import { buildersByOrigin } from '../builder.js'
import type { Builder, OperationNode, Value } from '../graph.js'
import { isSame, rewriteGraph } from '../rewrite.js'
import { numberAllOver } from '../rules/literals.js'
import type { TensorType } from '../tensor-type.js'
import { broadcastShapes, isFloating, sameShape } from '../tensor-type.js'

/**
 * Elementwise operators that stretch their operands themselves and give the same bits. Not `power`: ONNX Runtime multiplies where
 * one exponent of 2 or 3 is for many entries, which is rounded in another way.
 */
const stretching = new Set(['add', 'subtract', 'multiply', 'divide', 'where', 'minimum', 'maximum'])

/** Operators that concern gradients alone: their result is their first input. */
const walls = new Set(['stop_gradient', 'straight_through'])

/** The graph without idle operators. To be run after differentiation: walls for gradients go. */
export function dropIdle(outputs: readonly Value[]): readonly Value[] {
  const builderAt = buildersByOrigin()
  return rewriteGraph(outputs, (node, inputs) => {
    const [x] = inputs
    const [type] = node.types
    if (x === undefined || type === undefined) return undefined
    if (walls.has(node.operator)) return [x]
    return stretching.has(node.operator) ? unstretched(node, inputs, type, builderAt) : undefined
  })
}

/** The use on operands as small as its result allows: expands go first, for they cost more than literals. */
function unstretched(
  node: OperationNode,
  inputs: readonly Value[],
  type: TensorType,
  builderAt: (origin: string) => Builder,
): readonly Value[] | undefined {
  const operands = [beforeExpand, (value: Value) => asNumber(value, builderAt)].reduce<readonly Value[]>(
    (current, smaller) => shrunk(current, smaller, type),
    inputs,
  )
  return operands.every((operand, place) => isSame(operand, inputs[place]))
    ? undefined
    : node.rules.remake(operands)
}

/** Operands replaced by smaller ones, one after the other, as long as together they have the shape of the result. */
function shrunk(
  operands: readonly Value[],
  smaller: (value: Value) => Value | undefined,
  type: TensorType,
): readonly Value[] {
  return operands.reduce<readonly Value[]>((current, _, place) => {
    for (let now = current; ;) {
      const own = now[place]
      const next = own === undefined ? undefined : smaller(own)
      if (next === undefined) return now
      const candidate = now.map((value, index) => (index === place ? next : value))
      if (!sameShape(broadcastShapes(...candidate.map((value) => value.type.shape)), type.shape)) return now
      now = candidate
    }
  }, operands)
}

/** What an `expand` stretches. */
const beforeExpand = ({ node }: Value): Value | undefined =>
  node.kind === 'operation' && node.operator === 'expand' ? node.inputs[0] : undefined

/** A literal of one number all over as that number. */
function asNumber(value: Value, builderAt: (origin: string) => Builder): Value | undefined {
  const { node, type } = value
  if (node.kind !== 'constant' || type.shape.length === 0 || !isFloating(type.element)) return undefined
  const number = numberAllOver(value)
  return number === undefined ? undefined : builderAt(node.origin).scalar(number, type.element)
}
