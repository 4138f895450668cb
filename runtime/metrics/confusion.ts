// A running table of true against predicted classes.
import type { Outputs } from './metric.js'
import { countOf, winnerOf } from './scores.js'

/** Counts by class; classes that never occur hold 0. */
export interface Confusion {
  readonly add: (outputs: Outputs, targets: ArrayLike<number>) => void
  /** For each class: examples of it, predictions of it, and those that agree. */
  readonly counts: () => readonly {
    readonly actual: number
    readonly predicted: number
    readonly agreed: number
  }[]
}

export function startConfusion(): Confusion {
  const actual: number[] = []
  const predicted: number[] = []
  const agreed: number[] = []
  const count = (list: number[], code: number): void => {
    list[code] = (list[code] ?? 0) + 1
  }
  return {
    add: (outputs, targets) => {
      for (let example = 0; example < countOf(outputs); example += 1) {
        const target = targets[example] ?? 0
        const winner = winnerOf(outputs, example)
        count(actual, target)
        count(predicted, winner)
        if (winner === target) count(agreed, target)
      }
    },
    counts: () =>
      Array.from({ length: Math.max(actual.length, predicted.length) }, (_, code) => ({
        actual: actual[code] ?? 0,
        predicted: predicted[code] ?? 0,
        agreed: agreed[code] ?? 0,
      })),
  }
}
