// Names that the author gives to modules tell their decisions apart.
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { textOf, valueOf } from '../../source/located-node.js'
import { readComponent } from '../component.js'
import type { Rule } from './rule.js'

/** Modules side by side have different names. */
export const duplicateName: Rule = ({ survey }) =>
  survey.siblings.flatMap((items) => {
    const first = new Map<string, Span>()
    return items.flatMap((item) => {
      const node = valueOf(readComponent(item)?.body, 'name')
      const name = textOf(node)
      if (node === undefined || name === undefined) return []
      const earlier = first.get(name)
      if (earlier === undefined) first.set(name, node.span)
      if (earlier === undefined || earlier === node.span) return []
      const related = { message: 'it stands here first', span: earlier }
      return [
        finding('duplicate-name', node.span, `two modules side by side are named \`${name}\`.`, {
          hint: 'rename one',
          related,
        }),
      ]
    })
  })
