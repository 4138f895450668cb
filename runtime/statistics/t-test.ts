// The one-sample (paired) t test and its interval.
// Exact for normal differences, approximate otherwise; the interval is what tables of means show.
import { mean, standardDeviation } from './moments.js'
import { studentCdf, studentQuantile } from './student-t.js'
import type { Interval, TestResult } from './test-result.js'

/** Paired t test (Student 1908). Without spread the answer is certain: p is 0, or 1 where all differences are zero. */
export function testT(differences: readonly number[]): TestResult {
  const center = mean(differences)
  const error = standardDeviation(differences) / Math.sqrt(differences.length)
  if (differences.length < 2) return { greater: 1, less: 1, twoSided: 1, distribution: 'exact' }
  if (error <= 1e-14 * Math.abs(center) || error === 0) return certain(center)
  const less = studentCdf(center / error, differences.length - 1)
  const greater = studentCdf(-center / error, differences.length - 1)
  return { greater, less, twoSided: Math.min(1, 2 * Math.min(greater, less)), distribution: 'exact' }
}

/** Confidence interval of the mean: x̄ ± t(n−1) · s / √n. Unbounded below two values. */
export function tInterval(values: readonly number[], level: number): Interval {
  const center = mean(values)
  if (values.length < 2) return { level, low: -Infinity, high: Infinity, method: 't' }
  const error = standardDeviation(values) / Math.sqrt(values.length)
  const reach = error * studentQuantile((1 + level) / 2, values.length - 1)
  return { level, low: center - reach, high: center + reach, method: 't' }
}

function certain(center: number): TestResult {
  const distribution = 'exact'
  if (center === 0) return { greater: 1, less: 1, twoSided: 1, distribution }
  return { greater: center > 0 ? 0 : 1, less: center < 0 ? 0 : 1, twoSided: 0, distribution }
}
