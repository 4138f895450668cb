// Expressions must be readable before they can mean anything.
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { LocatedScalar } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** Every expression follows the grammar of expressions. */
export const expressionSyntax: Rule = (context) =>
  context.survey.expressions.flatMap(({ text, node, purpose }) => {
    const parsed = context.parseExpression(text)
    if ('term' in parsed) return []
    const message = `the ${purpose === 'constraint' ? 'constraint' : `\`${purpose}\``} \`${text}\` cannot be read: ${parsed.problem}.`
    return [finding('expression-syntax', inside(node, text, parsed.offset), message)]
  })

/** The character concerned, where the text stands as written on one line. */
function inside(node: LocatedScalar, text: string, offset: number): Span {
  const { start, end, file } = node.span
  const quotes = node.quoted ? 1 : 0
  const plain = start.line === end.line && end.offset - start.offset === text.length + 2 * quotes
  if (!plain) return node.span
  const move = (by: number) => ({ line: start.line, column: start.column + by, offset: start.offset + by })
  const from = quotes + Math.min(offset, Math.max(0, text.length - 1))
  return { file, start: move(from), end: move(from + 1) }
}
