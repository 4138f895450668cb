// What passes ask of literals.
import type { Value } from '../graph.js'

/** Operators that repeat or order the entries of one operand and add none. */
const carriers = new Set(['expand', 'reshape', 'transpose'])

/**
 * The one number that a literal holds in all entries, also behind operators that only repeat or order it; −0 is another
 * number than 0. Undefined for anything else, and for integers that a number cannot hold.
 */
export function numberAllOver({ node }: Value): number | undefined {
  if (node.kind === 'operation') {
    const [source] = node.inputs
    return source !== undefined && carriers.has(node.operator) ? numberAllOver(source) : undefined
  }
  if (node.kind !== 'constant') return undefined
  const { data } = node.tensor
  const first = data[0]
  if (first === undefined || typeof first === 'string') return undefined
  for (let place = 1; place < data.length; place += 1) if (!Object.is(data[place], first)) return undefined
  return typeof first === 'bigint' && !Number.isSafeInteger(Number(first)) ? undefined : Number(first)
}
