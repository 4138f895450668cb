// Claims written as maps: the word that names the kind has the arm as its value, and the options of the kind stand beside it.
import type { Definition } from '../../schemas/definition.js'
import type { Catalogue } from '../../runtime/catalogue.js'
import type { LocatedEntry, LocatedMap } from '../source/located-node.js'
import { visitOptions } from './parameters.js'
import type { Place, Walking } from './walking.js'

/** The kind that a map claims, with the entry that says so; undefined where none or several do. */
export function claimKindOf(
  node: LocatedMap,
  catalogue: Catalogue,
): { readonly definition: Definition; readonly word: LocatedEntry } | undefined {
  const words = claimWordsIn(node, catalogue)
  const [word] = words
  const definition =
    word === undefined ? undefined : catalogue.claim.get(word.key === 'arm' ? 'threshold' : word.key)
  return words.length === 1 && word !== undefined && definition !== undefined
    ? { definition, word }
    : undefined
}

/** Entries that name a kind of claim; `arm` names the one about a single arm. */
export const claimWordsIn = (node: LocatedMap, catalogue: Catalogue): readonly LocatedEntry[] =>
  node.entries.filter(({ key }) => key === 'arm' || (key !== 'threshold' && catalogue.claim.has(key)))

/** Checks a claim's options; a map of no kind is left to the rule `claim-form`. */
export function visitClaimMap(node: LocatedMap, place: Place, walking: Walking): void {
  const claimed = claimKindOf(node, walking.catalogue)
  if (claimed === undefined) return
  const { definition, word } = claimed
  const entries = node.entries.filter((entry) => entry !== word)
  const arm = { type: 'string', description: 'The arm that the claim is about.' }
  walking.visit(arm, word.value, {
    ...place,
    name: () => `\`${word.key}\``,
    key: word.key,
    keySpan: word.keySpan,
  })
  visitOptions(definition, entries, word.keySpan, place, walking)
}
