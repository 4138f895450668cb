// A claim written as a map says which kind of claim it is, and of which arm.
import { finding } from '../../source/finding.js'
import { valueOf } from '../../source/located-node.js'
import { claimWordsIn } from '../claim-map.js'
import { listWords } from '../schema-words.js'
import { claimNodes } from '../written-claims.js'
import type { Rule } from './rule.js'

/** Maps claim exactly one thing; a claim about one arm has exactly one threshold. */
export const claimForm: Rule = (context) =>
  claimNodes(context).flatMap((node) => {
    if (node.kind !== 'map') return []
    const words = claimWordsIn(node, context.catalogue).map(({ key }) => key)
    if (words.length === 0) {
      const kinds = [...context.catalogue.claim.keys()].filter((kind) => kind !== 'threshold')
      const message = `the claim says nothing of any arm; expected one of the keys ${listWords([...kinds, 'arm'])}.`
      return [
        finding('claim-form', node.span, message, { hint: 'write `{ better: a, than: b, on: accuracy }`' }),
      ]
    }
    if (words.length > 1) {
      const message = `the claim has ${listWords(words).replace(' or ', ' and ')}; expected one of them.`
      return [finding('claim-form', node.span, message, { hint: 'make two claims of it' })]
    }
    const bounds = ['at_least', 'at_most'].filter((key) => valueOf(node, key) !== undefined)
    if (words[0] !== 'arm' || bounds.length === 1) return []
    const message = `the claim about one arm has ${bounds.length === 0 ? 'no threshold' : 'two thresholds'}; expected \`at_least\` or \`at_most\`.`
    return [
      finding('claim-form', node.span, message, { hint: 'write `{ arm: a, on: accuracy, at_least: 0.9 }`' }),
    ]
  })
