// The gradient of a value that is used more than once: the sum of what its uses send back, with as few passes over memory as
// can be. What was measured is in docs/lowering.md.
import type { Builder, OperationNode, Value } from '../tensor/graph.js'
import { numberAllOver } from '../tensor/rules/literals.js'
import { assembled } from './assemble.js'
import { scaled } from './scale.js'

/** Operators that add to their first operand at some places: what gathers send back. */
const scattering = new Set(['index_add', 'scatter_add', 'scatter_nd_add'])

/**
 * Σ shares, at least one. Parts among zeros (what slices and splits send back) are put side by side by `concat`, what gathers
 * send back is added into the sum of the others instead of zeros of its own, equal shares are one share times their number, and
 * the rest is added one after the other. (An n-ary `Sum` is no quicker than a chain of `Add`, a balanced tree needs more memory
 * at a time.)
 */
export function accumulated(shares: readonly Value[], g: Builder): Value | undefined {
  if (shares.length < 2) return shares[0]
  const scatters = shares.filter(isScatter)
  const others = multiples(
    assembled(
      shares.filter((share) => !isScatter(share)),
      g,
    ),
    g,
  )
  const [first, ...rest] = others
  const dense = first === undefined ? undefined : rest.reduce((sum, share) => g.add(sum, share), first)
  return scatters.reduce((sum, share) => (sum === undefined ? share : scatteredInto(sum, share)), dense)
}

/** Whether a share is an addition at some places of zeros. */
function isScatter({ node }: Value): boolean {
  if (node.kind !== 'operation' || !scattering.has(node.operator)) return false
  const [base] = node.inputs
  return base !== undefined && numberAllOver(base) === 0
}

/** The same additions to a sum instead of zeros. */
function scatteredInto(sum: Value, { node, index }: Value): Value {
  if (node.kind !== 'operation') return sum
  return node.rules.remake([sum, ...node.inputs.slice(1)])[index] ?? sum
}

/** Shares that are the same computation (both factors of a square) as one of them, times their number. */
function multiples(shares: readonly Value[], g: Builder): readonly Value[] {
  const groups: Value[][] = []
  for (const share of shares) {
    const group = groups.find(([first]) => first !== undefined && isEqual(first, share))
    if (group === undefined) groups.push([share])
    else group.push(share)
  }
  return groups.flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : scaled(first, others.length + 1, g)],
  )
}

/** Results of one operator with one setting on the same operands; factors may be turned. */
function isEqual(left: Value, right: Value): boolean {
  if (left.node === right.node) return left.index === right.index
  if (left.node.kind !== 'operation' || right.node.kind !== 'operation') return false
  return (
    left.index === right.index &&
    left.node.operator === right.node.operator &&
    isSameUse(left.node, right.node)
  )
}

function isSameUse(left: OperationNode, right: OperationNode): boolean {
  if (JSON.stringify(left.attributes) !== JSON.stringify(right.attributes)) return false
  const same = (order: readonly Value[]): boolean =>
    order.length === left.inputs.length &&
    order.every(
      (input, place) => input.node === left.inputs[place]?.node && input.index === left.inputs[place].index,
    )
  return same(right.inputs) || (left.operator === 'multiply' && same([...right.inputs].reverse()))
}
