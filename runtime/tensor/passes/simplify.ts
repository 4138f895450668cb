// Algebraic simplification: laws (simplifications/) that keep every bit, applied until none says anything more.
import { buildersByOrigin } from '../builder.js'
import type { OperationNode, Value } from '../graph.js'
import { rewriteGraph } from '../rewrite.js'
import * as simplifications from './simplifications/index.js'
import type { Build, Simplification } from './simplifications/simplification.js'

/** The graph with every use of an operator in its simplest form. */
export function simplify(outputs: readonly Value[]): readonly Value[] {
  const builderAt = buildersByOrigin()
  return rewriteGraph(outputs, (node, inputs) => {
    const simple = simplest(node, inputs, () => builderAt(node.origin))
    return simple === undefined ? undefined : [simple]
  })
}

/** What the laws make of a use, one after the other; its operands are in their simplest form already. */
function simplest(node: OperationNode, inputs: readonly Value[], build: Build): Value | undefined {
  let found: Value | undefined
  let next = simpler(node, inputs, build)
  while (next !== undefined) {
    found = next
    // A leaf, or one result of several, has been there before.
    if (next.node.kind !== 'operation' || next.node.types.length > 1) return found
    next = simpler(next.node, next.node.inputs, build)
  }
  return found
}

function simpler(node: OperationNode, inputs: readonly Value[], build: Build): Value | undefined {
  for (const law of lawsOf.get(node.operator) ?? []) {
    const next = law.apply({ node, inputs, build })
    if (next !== undefined) return next
  }
  return undefined
}

/** Laws by operator, in the order of the index. */
const lawsOf: ReadonlyMap<string, readonly Simplification[]> = new Map(
  [...new Set(Object.values(simplifications).flatMap(({ operators }) => operators))].map((operator) => [
    operator,
    Object.values(simplifications).filter(({ operators }) => operators.includes(operator)),
  ]),
)
