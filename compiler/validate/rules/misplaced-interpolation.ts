// `${name}` exists only inside the strings of a command; elsewhere it would be read as plain text.
import { finding } from '../../source/finding.js'
import { textOf, walk } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** No text outside a procedure holds `${name}`. */
export const misplacedInterpolation: Rule = ({ root }) =>
  [...walk(root)].flatMap(({ node, path }) => {
    const name = /\$\{(\w+)\}/.exec(textOf(node) ?? '')?.[1]
    if (name === undefined || path.includes('procedure') || PROSE.includes(String(path.at(-1)))) return []
    const message = `\`\${${name}}\` stands outside a command, where it means nothing.`
    return [
      finding('misplaced-interpolation', node.span, message, {
        hint: `write \`$${name}\` for the hyperparameter`,
      }),
    ]
  })

/** Texts for people. */
const PROSE = ['description', 'because', 'title']
