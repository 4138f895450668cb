// Near names for messages about unknown ones.
import { closest, distance } from 'fastest-levenshtein'

/** Letters to change, add or drop to get from one word to another (Levenshtein). */
export const editDistance = (a: string, b: string): number => distance(a, b)

/** The known name nearest to `name`, if it is near enough to be a slip: at most a third of its letters differ, and at most three. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const nearest = closest(name.toLowerCase(), [...known])
  const allowed = Math.min(3, Math.max(1, Math.floor(name.length / 3)))
  return distance(name.toLowerCase(), nearest.toLowerCase()) <= allowed ? nearest : undefined
}

/** `did you mean 'conv2d'?`, or undefined. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const near = nearName(name, known)
  return near === undefined ? undefined : `did you mean '${near}'?`
}
