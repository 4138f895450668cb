// Which nodes lie between a result and the values asked for: only there are gradients worth building.
import type { Node, Value } from '../tensor/graph.js'
import { nodesOf } from '../tensor/graph.js'

/** Nodes that the result needs and that need one of the values, inputs before users. */
export function nodesBetween(result: Value, values: readonly Value[]): readonly Node[] {
  const reached = new Set<Node>(values.map((value) => value.node))
  return nodesOf([result]).filter((node) => {
    if (!reached.has(node) && node.inputs.some((input) => reached.has(input.node))) reached.add(node)
    return reached.has(node)
  })
}
