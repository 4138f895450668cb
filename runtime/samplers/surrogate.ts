// The linear surrogate: which counts are its columns, and how a sequence of words becomes a row of them.
import { hashedCounts, isIdentity, ngramCounts } from './features.js'
import { fitRidge, predict } from './ridge.js'
import type { Linear, SparseRow } from './ridge.js'

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
  if (!settings.hashed) return fitNgrams(observed, scores, settings)
  const rowOf = (words: readonly string[]): SparseRow => hashedCounts(words, settings.buckets)
  const linear = fitRidge(observed.map(rowOf), scores, settings.lambda)
  return (words) => predict(linear, rowOf(words))
}

/** Column 0 is the number of modules; the others are the n-grams that occur at least `minimumCount` times in all. */
function fitNgrams(
  observed: readonly (readonly string[])[],
  scores: readonly number[],
  settings: SurrogateSettings,
): Surrogate {
  const counts = observed.map((words) => ngramCounts(words, settings.longest))
  const columns = frequentGrams(counts, settings.minimumCount)
  const rows = counts.map((grams, index): SparseRow => {
    const row = new Map([[0, observed[index]?.length ?? 0]])
    for (const [gram, count] of grams) {
      const column = columns.get(gram)
      if (column !== undefined) row.set(column, count)
    }
    return row
  })
  const linear = fitRidge(rows, scores, settings.lambda)
  const tree = prefixTree(columns, linear)
  return (words) => linear.intercept + words.length * (linear.weights.get(0) ?? 0) + weigh(tree, words)
}

function frequentGrams(
  counts: readonly ReadonlyMap<string, number>[],
  minimum: number,
): ReadonlyMap<string, number> {
  const totals = new Map<string, number>()
  for (const grams of counts) {
    for (const [gram, count] of grams) totals.set(gram, (totals.get(gram) ?? 0) + count)
  }
  const columns = new Map<string, number>()
  for (const [gram, count] of totals) if (count >= minimum) columns.set(gram, columns.size + 1)
  return columns
}

/** The n-grams of the surrogate by their words, with their weights: candidates are looked up without spelling their n-grams. */
interface Prefix {
  weight: number
  readonly next: Map<string, Prefix>
}

function prefixTree(columns: ReadonlyMap<string, number>, linear: Linear): Prefix {
  const root: Prefix = { weight: 0, next: new Map() }
  for (const [gram, column] of columns) {
    let prefix = root
    for (const word of gram.slice(1).split('\n')) {
      const below = prefix.next.get(word) ?? { weight: 0, next: new Map<string, Prefix>() }
      prefix.next.set(word, below)
      prefix = below
    }
    prefix.weight = linear.weights.get(column) ?? 0
  }
  return root
}

/** Sum of the weights of all n-grams in a sequence of words; every frequent n-gram has frequent prefixes, so a miss ends the search. */
function weigh(tree: Prefix, words: readonly string[]): number {
  const kept = words.some(isIdentity) ? words.filter((word) => !isIdentity(word)) : words
  let sum = 0
  for (let start = 0; start < kept.length; start += 1) {
    let prefix: Prefix | undefined = tree
    for (let end = start; end < kept.length; end += 1) {
      prefix = prefix.next.get(kept[end] ?? '')
      if (prefix === undefined) break
      sum += prefix.weight
    }
  }
  return sum
}
