// Which words name components: what the merging rule needs to know of the catalogue.
import type { Catalogue } from '../../runtime/catalogue.js'
import { valueOf, type LocatedMap } from '../source/located-node.js'
import type { IsComponent } from '../source/merge.js'

/** Forms of open values, which are one thing as a component is. */
const forms = ['choice', 'const', 'expr', 'int', 'log_int', 'log_uniform', 'normal', 'uniform'] as const

/** Tells the kinds of the catalogue, the forms of open values, and the names that a document defines. */
export function componentWords(catalogue: Catalogue, root?: LocatedMap): IsComponent {
  const words = new Set<string>(forms)
  for (const [role, members] of Object.entries(catalogue)) {
    if (role === 'metric' || role === 'claim') continue
    for (const kind of members.keys()) words.add(kind)
  }
  const defined = valueOf(root, 'define')
  if (defined?.kind === 'map') for (const { key } of defined.entries) words.add(key)
  return (word) => words.has(word)
}
