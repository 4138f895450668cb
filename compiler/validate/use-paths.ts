// `use:` as written: the files that a specification brings with it.
import { textOf, valueOf, type LocatedMap, type LocatedNode } from '../source/located-node.js'
import { resolvePath } from '../source/project.js'

/** One file of user code. */
export interface UsedPath {
  readonly node: LocatedNode
  readonly text: string
  /** Relative to the project root; undefined where it leaves the project. */
  readonly path: string | undefined
}

/** The files under `use:`, in order; what is no text is left to validation. */
export function usedPaths(root: LocatedMap): readonly UsedPath[] {
  const use = valueOf(root, 'use')
  const nodes: readonly LocatedNode[] = use === undefined ? [] : use.kind === 'list' ? use.items : [use]
  return nodes.flatMap((node) => {
    const text = textOf(node)
    return text === undefined ? [] : [{ node, text, path: resolvePath(node.span.file, text) }]
  })
}
