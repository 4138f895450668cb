// Whole numbers in given proportions.

/**
 * Splits `total` in proportion to `shares` (they sum to 1): floors, then one more for the largest remainders, earlier first
 * among equals (Hamilton's method).
 */
export function apportion(total: number, shares: readonly number[]): readonly number[] {
  const quotas = shares.map((share) => quota(total, share))
  const counts = quotas.map(Math.floor)
  const left = total - counts.reduce((sum, count) => sum + count, 0)
  const order = quotas
    .map((exact, index) => ({ index, remainder: exact - Math.floor(exact) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of order.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1
  return counts
}

/** `total · share`, with the rounding noise of the product taken off: 0.7 of 10 is 7, not 6.999…. */
export const quota = (total: number, share: number): number => {
  const exact = total * share
  const nearest = Math.round(exact)
  return Math.abs(exact - nearest) < 1e-9 * Math.max(1, total) ? nearest : exact
}
