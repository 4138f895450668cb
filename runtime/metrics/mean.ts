// A metric that is the mean of a number an example.
import type { Accumulator, Outputs } from './metric.js'
import { countOf } from './scores.js'

/** Folds `measure(outputs, example, target)` into its mean. */
export function meanOf(measure: (outputs: Outputs, example: number, target: number) => number): Accumulator {
  let sum = 0
  let count = 0
  return {
    add: (outputs, targets) => {
      const examples = countOf(outputs)
      for (let example = 0; example < examples; example += 1) {
        sum += measure(outputs, example, targets[example] ?? Number.NaN)
      }
      count += examples
    },
    value: () => sum / count,
  }
}
