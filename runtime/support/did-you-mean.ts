// Near names for a name that is not known, as authors misspell: case, separators and swapped letters hardly count.
import { distance } from 'fastest-levenshtein'

/** The nearest of `names`, if any is near enough; case, `_`, `-` and spaces hardly count. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const plain = fold(name)
  let best: string | undefined
  let least = Infinity
  for (const candidate of names) {
    const folded = fold(candidate)
    const contained = plain.length >= 4 && (folded.includes(plain) || plain.includes(folded)) ? 1.5 : Infinity
    const swapped = plain !== folded && letters(plain) === letters(folded) ? 1 : Infinity
    const between = Math.min(distance(plain, folded), swapped, folded.length < 3 ? Infinity : contained)
    if (between < least && between <= allowed(plain, folded)) {
      best = candidate
      least = between
    }
  }
  return best === name ? undefined : best
}

/** "did you mean `conv2d`?", where something is near. */
export function didYouMean(name: string, names: Iterable<string>): string | undefined {
  const near = nearest(name, names)
  return near === undefined ? undefined : `did you mean \`${near}\`?`
}

const fold = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '')

const letters = (word: string): string => [...word].sort().join('')

/** One slip in three letters, and more in long names. */
const allowed = (a: string, b: string): number => Math.max(1, Math.floor(Math.max(a.length, b.length) * 0.4))

/** The hint "did you mean …?", or else the names there are, shortened. */
export function suggest(name: string, names: readonly string[]): string {
  const near = didYouMean(name, names)
  if (near !== undefined) return near
  const shown = names.slice(0, 12).map((each) => `\`${each}\``)
  return `there ${shown.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${names.length > 12 ? ', …' : ''}`
}
