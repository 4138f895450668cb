// What a legal graph is; run after passes and before encoding in tests and debug runs.
import { GraphError, InvariantError } from '../../schemas/diagnostic.js'
import type { Node, OperationNode, Value } from './graph.js'
import { nodesOf } from './graph.js'
import { sameType, showType } from './tensor-type.js'

/**
 * A legal graph: no two leaves of one name, every value is a result its node has, with the node's type, and every
 * node's types are those its operator infers. Acyclic it is by construction.
 * @throws GraphError `duplicate-name`
 * @throws InvariantError on anything else, which only a wrong rule or pass can cause
 */
export function checkGraph(outputs: readonly Value[]): void {
  outputs.forEach(checkValue)
  const leaves = new Map<string, Node>()
  for (const node of nodesOf(outputs)) {
    if (node.kind === 'operation') checkOperation(node)
    if (node.kind === 'input' || node.kind === 'parameter') {
      const other = leaves.get(node.name) ?? node
      if (other !== node) {
        throw new GraphError(
          'duplicate-name',
          `'${node.name}' names two inputs (${node.origin}, ${other.origin})`,
        )
      }
      leaves.set(node.name, node)
    }
  }
}

function checkOperation(node: OperationNode): void {
  node.inputs.forEach(checkValue)
  const inferred = node.rules.infer(node.inputs.map((input) => input.type))
  const agrees =
    inferred.length === node.types.length &&
    inferred.every((type, index) => {
      const own = node.types[index]
      return own !== undefined && sameType(type, own)
    })
  if (agrees) return
  const found = node.types.map(showType).join(', ')
  const wanted = inferred.map(showType).join(', ')
  throw new InvariantError(`\`${node.operator}\` (${node.origin}) has types ${found} instead of ${wanted}`)
}

function checkValue(value: Value): void {
  const type = value.node.types[value.index]
  if (type !== undefined && sameType(type, value.type)) return
  throw new InvariantError(`result ${value.index} of a node is said to be ${showType(value.type)}`)
}
