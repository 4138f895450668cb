// A graph as stable text, one node a line: for tests, golden files and messages.
import type { Node, OperationNode, Value } from './graph.js'
import { nodesOf } from './graph.js'
import { numbersOf } from './tensor.js'
import { showType } from './tensor-type.js'

/** Most entries of a literal that are written out. */
const shownEntries = 4

/** All nodes in order, then the outputs; numbers follow the order, so equal graphs give equal text. */
export function printGraph(outputs: readonly Value[]): string {
  const names = new Map<Node, string>()
  const lines = nodesOf(outputs).map((node, index) => {
    names.set(node, node.kind === 'input' || node.kind === 'parameter' ? node.name : `%${index}`)
    const origin = node.origin === '' ? '' : `  # ${node.origin}`
    return `${names.get(node) ?? ''}: ${node.types.map(showType).join(', ')} = ${showNode(node, names)}${origin}`
  })
  return [...lines, `return ${outputs.map((output) => showValue(output, names)).join(', ')}`, ''].join('\n')
}

function showNode(node: Node, names: ReadonlyMap<Node, string>): string {
  if (node.kind === 'operation') return showOperation(node, names)
  if (node.kind !== 'constant') return node.kind
  const { tensor } = node
  const count = tensor.data.length
  const shown = tensor.element === 'string' ? tensor.data : numbersOf(tensor)
  const entries = Array.from<unknown>(shown).slice(0, shownEntries).join(', ')
  return `constant(${entries}${count > shownEntries ? ', …' : ''})`
}

function showOperation(node: OperationNode, names: ReadonlyMap<Node, string>): string {
  const inputs = node.inputs.map((input) => showValue(input, names)).join(', ')
  const attributes = Object.entries(node.attributes).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return `${node.operator}(${inputs})${attributes.length === 0 ? '' : ` { ${attributes.join(', ')} }`}`
}

const showValue = ({ node, index }: Value, names: ReadonlyMap<Node, string>): string =>
  `${names.get(node) ?? '?'}${index === 0 ? '' : `.${index}`}`
