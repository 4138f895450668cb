// Results of graphs bit for bit: what "the same numbers" means in tests of passes.
import type { Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { bytesOf } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import { evaluate } from './tensors.js'

/** Bits of all results, given feeds of at least the leaves that are needed. */
export async function evaluatedBits(
  outputs: readonly Value[],
  feeds: Readonly<Record<string, Tensor>>,
): Promise<readonly string[]> {
  const names = new Set(nodesOf(outputs).flatMap((node) => ('name' in node ? [node.name] : [])))
  const needed = Object.fromEntries(Object.entries(feeds).filter(([name]) => names.has(name)))
  return (await evaluate(outputs, needed)).map(bitsOf)
}

/** Type and bytes; all NaN are one, for their sign and payload are no number (IEEE 754, 6.2 and 6.3). */
function bitsOf(tensor: Tensor): string {
  const { data } = tensor
  if (!isFloating(tensor.element) || !ArrayBuffer.isView(data)) return hexadecimal(tensor)
  const canonical = data.slice()
  canonical.forEach((entry, place) => {
    if (Number.isNaN(entry)) canonical[place] = NaN
  })
  return hexadecimal({ ...tensor, data: canonical })
}

const hexadecimal = (tensor: Tensor): string =>
  `${tensor.element}[${tensor.shape.join(',')}] ${Buffer.from(bytesOf(tensor)).toString('hex')}`
