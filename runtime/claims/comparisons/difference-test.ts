// What every value of a claim's `by:` provides: a test of differences, with the estimate and interval that belong to it.
// Owns the contract; find.ts looks members up by name.
import type { RandomStream } from '../../support/random.js'
import type { Interval, TestResult } from '../../statistics/test-result.js'

export interface DifferenceTest {
  /** As written after `by:`. */
  readonly by: string
  readonly summary: string
  estimate(differences: readonly number[]): number
  interval(differences: readonly number[], level: number, random: RandomStream): Interval
  test(differences: readonly number[], random: RandomStream): TestResult
  /** The least p-value that `count` units can give. */
  attainable(count: number, sides: 1 | 2): number
  /** The least count with which it can reach `alpha`. */
  least(alpha: number, sides: 1 | 2): number
}
