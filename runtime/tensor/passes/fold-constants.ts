// Computes what depends on literals alone, where that can be done with exactly the runtime's bits.
import { buildersByOrigin } from '../builder.js'
import type { Value } from '../graph.js'
import { rewriteGraph } from '../rewrite.js'

/** The graph with operators on literals replaced by their result. */
export function foldConstants(outputs: readonly Value[]): readonly Value[] {
  const builderAt = buildersByOrigin()
  return rewriteGraph(outputs, (node, inputs) => {
    const literals = inputs.flatMap((input) => (input.node.kind === 'constant' ? [input.node.tensor] : []))
    if (literals.length !== inputs.length || inputs.length === 0) return undefined
    const tensor = node.rules.evaluate?.(literals)
    return tensor === undefined ? undefined : [builderAt(node.origin).constant(tensor)]
  })
}
