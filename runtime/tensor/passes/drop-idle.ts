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
  const places = inputs.map((_, place) => place).slice(firstIdle(node, inputs, type))
  let operands = inputs
  for (const smaller of [beforeExpand, (value: Value) => asNumber(value, builderAt)]) {
    for (const place of places) operands = shrunk(operands, place, smaller, type)
  }
  return operands.every((operand, place) => isSame(operand, inputs[place]))
    ? undefined
    : node.rules.remake(operands)
}

/**
 * The place of the first operand that may be smaller. Whether `where` makes 0 of −0 in its first branch depends on the shapes in
 * ONNX Runtime: of reals only the branches may be, and only beside a whole condition.
 */
function firstIdle({ operator }: OperationNode, inputs: readonly Value[], type: TensorType): number {
  if (operator !== 'where' || !isFloating(type.element)) return 0
  const [condition] = inputs
  return condition !== undefined && sameShape(condition.type.shape, type.shape) ? 1 : inputs.length
}

/** The operands with one made smaller, as often as together they have the shape of the result. */
function shrunk(
  operands: readonly Value[],
  place: number,
  smaller: (value: Value) => Value | undefined,
  type: TensorType,
): readonly Value[] {
  let current = operands
  for (;;) {
    const own = current[place]
    const next = own === undefined ? undefined : smaller(own)
    if (next === undefined) return current
    const candidate = current.map((value, index) => (index === place ? next : value))
    if (!sameShape(broadcastShapes(...candidate.map((value) => value.type.shape)), type.shape)) return current
    current = candidate
  }
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
