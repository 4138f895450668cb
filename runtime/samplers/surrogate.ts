// The linear surrogate: which counts are its columns, and how a sequence of words becomes a row of them.
import { hashedCounts, ngramCounts } from './features.js'
import { fitRidge, predict } from './ridge.js'
import type { SparseRow } from './ridge.js'

/** How words become columns. */
export interface SurrogateSettings {
  readonly hashed: boolean
  readonly longest: number
  readonly minimumCount: number
  readonly buckets: number
  readonly lambda: number
}

/** Predicted score of a sequence of words. */
export type Surrogate = (words: readonly string[]) => number

/** Fits scores on the words of finished trials. */
export function fitSurrogate(
  observed: readonly (readonly string[])[],
  scores: readonly number[],
  settings: SurrogateSettings,
): Surrogate {
  const rowOf = settings.hashed
    ? (words: readonly string[]): SparseRow => hashedCounts(words, settings.buckets)
    : ngramRows(observed, settings)
  const linear = fitRidge(observed.map(rowOf), scores, settings.lambda)
  return (words) => predict(linear, rowOf(words))
}

/** Column 0 is the number of modules; the others are the n-grams that occur at least `minimumCount` times in all. */
function ngramRows(
  observed: readonly (readonly string[])[],
  { longest, minimumCount }: SurrogateSettings,
): (words: readonly string[]) => SparseRow {
  const totals = new Map<string, number>()
  for (const words of observed) {
    for (const [gram, count] of ngramCounts(words, longest)) totals.set(gram, (totals.get(gram) ?? 0) + count)
  }
  const columns = new Map<string, number>()
  for (const [gram, count] of totals) if (count >= minimumCount) columns.set(gram, columns.size + 1)
  return (words) => {
    const row = new Map([[0, words.length]])
    for (const [gram, count] of ngramCounts(words, longest)) {
      const column = columns.get(gram)
      if (column !== undefined) row.set(column, count)
    }
    return row
  }
}
