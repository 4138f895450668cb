// Files that a specification names lie in its project, so that the project can be moved and checked as a whole.
import { finding } from '../../source/finding.js'
import { textOf, valueOf, type LocatedNode } from '../../source/located-node.js'
import { resolvePath } from '../../source/project.js'
import type { Rule } from './rule.js'

/** Paths under `use` are relative and stay inside the project. */
export const pathOutsideProject: Rule = ({ root }) => {
  const use = valueOf(root, 'use')
  const paths: readonly LocatedNode[] = use === undefined ? [] : use.kind === 'list' ? use.items : [use]
  return paths.flatMap((node) => {
    const path = textOf(node)
    if (path === undefined || resolvePath(node.span.file, path) !== undefined) return []
    const message = `\`${path}\` lies outside the project folder; code is read from inside it only.`
    return [finding('path-outside-project', node.span, message, { hint: 'copy the file into the project' })]
  })
}
