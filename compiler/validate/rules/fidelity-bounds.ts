// A range of fidelities goes upwards.
import { finding } from '../../source/finding.js'
import { numberOf, valueOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** from < to. */
export const fidelityBounds: Rule = ({ root }) => {
  const section = valueOf(root, 'fidelity')
  return (section?.kind === 'map' ? section.entries : []).flatMap(({ key, value }) => {
    const from = numberOf(valueOf(value, 'from'))
    const to = numberOf(valueOf(value, 'to'))
    if (from === undefined || to === undefined || from < to) return []
    const message = `\`${key}\` goes from ${String(from)} to ${String(to)}; expected the lower fidelity first.`
    return [finding('fidelity-bounds', value.span, message, { hint: 'swap or change the bounds' })]
  })
}
