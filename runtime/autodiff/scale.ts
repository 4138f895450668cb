// A number of times a value, multiplied in where there are fewest entries.
import type { Builder, OperationNode, Value } from '../tensor/graph.js'
import { numberAllOver } from '../tensor/rules/literals.js'
import { fixedShape } from '../tensor/tensor-type.js'

/**
 * number·value. The factor goes through what is linear: before an expand there are fewer entries, and of two factors one may
 * have been stretched. Where that leads to a literal the product is that of two numbers.
 */
export function scaled(value: Value, number: number, g: Builder): Value {
  const { node } = value
  if (node.kind !== 'operation') return g.multiply(value, number)
  return laws[node.operator]?.(node, number, g) ?? g.multiply(value, number)
}

type Law = (node: OperationNode, number: number, g: Builder) => Value | undefined

const laws: Readonly<Record<string, Law>> = {
  expand: ({ inputs: [source], types: [type] }, number, g) =>
    source === undefined || type === undefined ? undefined : g.expand(scaled(source, number, g), type.shape),
  reshape: ({ inputs: [source], types: [type] }, number, g) =>
    source === undefined || type === undefined ? undefined : g.reshape(scaled(source, number, g), type.shape),
  negate: ({ inputs: [source] }, number, g) =>
    source === undefined ? undefined : scaled(source, -number, g),
  multiply: ({ inputs: [left, right] }, number, g) => {
    if (left === undefined || right === undefined) return undefined
    return sizeOf(left) <= sizeOf(right)
      ? g.multiply(scaled(left, number, g), right)
      : g.multiply(left, scaled(right, number, g))
  },
}

/** Entries that are worked on where a factor is multiplied in. */
function sizeOf(value: Value): number {
  const { node, type } = value
  if (numberAllOver(value) !== undefined) return 0
  if (node.kind === 'operation' && Object.hasOwn(laws, node.operator)) {
    return Math.min(...node.inputs.map(sizeOf))
  }
  return type.shape.some((axis) => typeof axis === 'string')
    ? Infinity
    : fixedShape(type.shape).reduce((product, length) => product * length, 1)
}
