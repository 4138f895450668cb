// Holm's step-down correction for several tests.
// Owns the adjustment alone; which claims form a family is decided in runtime/claims.

/**
 * Adjusted p-values (Holm, Scand. J. Stat. 6, 1979): in ascending order p₍ᵢ₎ becomes max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎).
 * Rejecting where the adjusted value is at most α keeps the chance of any false rejection at α, whatever the dependence.
 */
export function adjustHolm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index)
  order.sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let running = 0
  order.forEach((index, place) => {
    running = Math.max(running, Math.min(1, (pValues.length - place) * (pValues[index] ?? 1)))
    adjusted[index] = running
  })
  return adjusted
}

/** Whether p reaches α; a hair of tolerance, so that 0.05 computed as 2 · 0.025 counts as 0.05. */
export const reaches = (p: number, alpha: number): boolean => p <= alpha * (1 + 1e-12)
