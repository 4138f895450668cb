// A claim written as a sentence follows the grammar of claims.
import { finding } from '../../source/finding.js'
import { CLAIM_GRAMMAR, parseClaimSentence } from '../claim-sentence.js'
import { claimNodes } from '../written-claims.js'
import type { Rule } from './rule.js'

/** Sentences can be read. */
export const claimSentence: Rule = (context) =>
  claimNodes(context).flatMap((node) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') return []
    if (parseClaimSentence(node.value) !== undefined) return []
    const message = `the claim \`${node.value}\` cannot be read.`
    return [finding('claim-sentence', node.span, message, { hint: hintFor(node.value) })]
  })

function hintFor(sentence: string): string {
  const forms = CLAIM_GRAMMAR.map((form) => `\`${form}\``).join('; ')
  if (/\b(better|worse|equivalent)\b/.test(sentence) && !/\bon\b/.test(sentence)) {
    return 'say on which metric: `… on accuracy`'
  }
  return `claims read: ${forms}`
}
