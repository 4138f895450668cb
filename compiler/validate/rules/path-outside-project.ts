// Files that a specification names lie in its project, so that the project can be moved and checked as a whole.
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { usedPaths, type UsedPath } from '../use-paths.js'
import type { Rule } from './rule.js'

/** Paths under `use` are relative and stay inside the project. */
export const pathOutsideProject: Rule = ({ root }) =>
  usedPaths(root)
    .filter(({ path }) => path === undefined)
    .map(outsideProject)

/** Said of code that lies elsewhere. */
export const outsideProject = ({ node, text }: UsedPath): Diagnostic =>
  finding(
    'path-outside-project',
    node.span,
    `\`${text}\` lies outside the project folder; code is read from inside it only.`,
    { hint: 'copy the file into the project' },
  )
