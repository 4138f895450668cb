// A claim made twice is corrected for twice.
import { finding } from '../../source/finding.js'
import type { Span } from '../../../schemas/diagnostic.js'
import { claimsOf } from '../written-claims.js'
import type { Rule } from './rule.js'

/** Claims differ, and so do their ids. */
export const duplicateClaim: Rule = (context) => {
  const said = new Map<string, Span>()
  const ids = new Map<string, Span>()
  return claimsOf(context).flatMap(({ node, parts, spanOf }) => {
    const { id, ...content } = parts
    const key = JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)))
    const earlier = said.get(key) ?? (typeof id === 'string' ? ids.get(id) : undefined)
    const message = said.has(key) ? 'the claim is made twice.' : `two claims have the id \`${String(id)}\`.`
    if (!said.has(key)) said.set(key, node.span)
    if (typeof id === 'string' && !ids.has(id)) ids.set(id, spanOf('id'))
    if (earlier === undefined) return []
    const related = { message: 'it stands here first', span: earlier }
    return [
      finding('duplicate-claim', node.span, message, { hint: 'delete or change one of the two', related }),
    ]
  })
}
