// What graph passes share: a walk that makes a graph anew where something changed. Leaves stay the same nodes.
import type { Node, OperationNode, Value } from './graph.js'
import { nodesOf } from './graph.js'

/** What a node becomes, given its inputs as they are now; undefined: what it was. */
export type Rewrite = (node: OperationNode, inputs: readonly Value[]) => readonly Value[] | undefined

/** The outputs after every node was offered to a rewrite, inputs before users. */
export function rewriteGraph(outputs: readonly Value[], rewrite: Rewrite): readonly Value[] {
  const now = new Map<Node, readonly Value[]>()
  const current = (value: Value): Value => now.get(value.node)?.[value.index] ?? value
  for (const node of nodesOf(outputs)) {
    if (node.kind !== 'operation') continue
    const inputs = node.inputs.map(current)
    const same = inputs.every((input, index) => isSame(input, node.inputs[index]))
    const made = rewrite(node, inputs) ?? (same ? undefined : node.rules.remake(inputs))
    if (made !== undefined) now.set(node, made)
  }
  return outputs.map(current)
}

/** The same result of the same node. */
export const isSame = (left: Value, right: Value | undefined): boolean =>
  left.node === right?.node && left.index === right.index
