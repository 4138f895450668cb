// Makes equal uses of an operator one use: same operator, attributes and inputs.
import type { Node, Value } from '../graph.js'
import { isSame, rewriteGraph } from '../rewrite.js'
import { bytesOf } from '../tensor.js'
import type { Tensor } from '../tensor.js'

/** Literals up to this many bytes are compared by content. */
const comparedBytes = 4096

/** The graph with every computation done once. */
export function mergeDuplicates(outputs: readonly Value[]): readonly Value[] {
  const ids = new Map<Node | string, number>()
  const idOf = (key: Node | string): number => {
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, ids.size)
    return ids.size - 1
  }
  const valueKey = (value: Value): string => `${idOf(literalKey(value.node) ?? value.node)}.${value.index}`
  const made = new Map<string, readonly Value[]>()
  return rewriteGraph(outputs, (node, inputs) => {
    const key = JSON.stringify([node.operator, node.attributes, inputs.map(valueKey)], exactNumber)
    const known = made.get(key)
    if (known !== undefined) return known
    const same = inputs.every((input, index) => isSame(input, node.inputs[index]))
    const results = same
      ? node.types.map((type, index) => ({ node, index, type }))
      : node.rules.remake(inputs)
    made.set(key, results)
    return results
  })
}

/** JSON knows neither infinities nor NaN, which would all be `null`, nor −0, which would be 0. */
function exactNumber(_key: string, value: unknown): unknown {
  if (Object.is(value, -0)) return '-0'
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

function literalKey(node: Node): string | undefined {
  if (node.kind !== 'constant') return undefined
  const { tensor } = node
  const type = `${tensor.element}[${tensor.shape.join(',')}]`
  if (tensor.element === 'string') return `${type}${JSON.stringify(tensor.data)}`
  const bytes = bytesOf(tensor)
  return bytes.length > comparedBytes ? undefined : `${type}${hexadecimal(tensor)}`
}

const hexadecimal = (tensor: Tensor): string =>
  Array.from(bytesOf(tensor), (byte) => byte.toString(16).padStart(2, '0')).join('')
