// "Did you mean": the nearest of some names. Small on purpose: data sets have few columns.

/** A hint naming the nearest candidate within a third of its length; else the candidates, shortened. */
export function suggest(wanted: string, candidates: readonly string[]): string {
  const ranked = candidates
    .map((name) => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const nearest = ranked[0]
  if (nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(nearest.name.length / 3))) {
    return `did you mean \`${nearest.name}\`?`
  }
  const shown = candidates.slice(0, 12).map((name) => `\`${name}\``)
  return `there ${shown.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${candidates.length > 12 ? ', …' : ''}`
}

/** Edits between two strings: insert, delete, replace, or swap two neighbours (optimal string alignment), by rows of its table. */
function distance(a: string, b: string): number {
  let before: readonly number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity
      current.push(Math.min(replaced, swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    before = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
