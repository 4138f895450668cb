// Selection of the cheapest trial that cannot be told from the best.
import { byCost, byScore, scored, type SelectionRule } from './selection.js'

/**
 * The trial with the fewest parameters among those within one standard error of the best mean (Breiman, Friedman, Olshen and
 * Stone, "Classification and regression trees", 1984, section 3.4.3); the error is that of the best trial, s/√n. Ties: earlier.
 */
export const oneStandardError: SelectionRule = (trials, direction) => {
  const ranked = [...scored(trials, direction)].sort(byScore)
  const [top] = ranked
  if (top === undefined) return undefined
  const bound = top.score - standardError(top.values)
  return ranked.filter(({ score }) => score >= bound).sort(byCost)[0]?.trial
}

function standardError(values: readonly number[]): number {
  const n = values.length
  if (n < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (n - 1) / n)
}
