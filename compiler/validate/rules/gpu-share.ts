// A training has whole devices, or a share of one.
import { finding } from '../../source/finding.js'
import { numberOf, valueOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** `resources.gpus` is below 1 or a whole number. */
export const gpuShare: Rule = ({ root }) => {
  const resources = valueOf(root, 'resources')
  const node = resources?.kind === 'map' ? valueOf(resources, 'gpus') : undefined
  const gpus = node === undefined ? undefined : numberOf(node)
  if (node === undefined || gpus === undefined || gpus < 1 || Number.isInteger(gpus)) return []
  const message = `\`resources.gpus\` is ${String(gpus)}; expected a whole number, or a share of one device below 1.`
  const hint = `write ${String(Math.ceil(gpus))}: a training cannot use a part of a second device`
  return [finding('gpu-share', node.span, message, { hint })]
}
