// Area under the receiver operating characteristic.
import type { Accumulator, MetricDefinition } from './metric.js'
import { classesOf, countOf, logProbabilities, scoreOf } from './scores.js'

/**
 * Probability that an example of a class is ranked above one of another, ties counting half (Mann and Whitney). Two classes: by
 * the score of class 1. More: each class against the rest by its probability, mean over the classes that occur.
 */
export const auroc = {
  role: 'metric',
  kind: 'auroc',
  summary: 'Area under the ROC curve; for more than two classes the mean of one class against the rest.',
  reference: 'Hanley and McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982)',
  options: {},
  required: [],
  direction: 'maximize',
  bounds: [0, 1],
  needs: 'scores',
  start: () => startAuroc(),
} as const satisfies MetricDefinition

function startAuroc(): Accumulator {
  const targets: number[] = []
  const ranking: number[][] = []
  return {
    add: (outputs, batch) => {
      const classes = classesOf(outputs)
      for (let example = 0; example < countOf(outputs); example += 1) {
        targets.push(batch[example] ?? Number.NaN)
        // With two classes the difference of scores ranks like the probability, without its rounding near 0 and 1.
        const scores =
          classes === 2
            ? [Number.NaN, scoreOf(outputs, example, 1) - scoreOf(outputs, example, 0)]
            : logProbabilities(outputs, example)
        for (const [code, score] of scores.entries()) (ranking[code] ??= []).push(score)
      }
    },
    value: () => {
      const columns = ranking.length === 2 ? [1] : ranking.map((_, code) => code)
      const areas = columns.map((code) => areaOf(ranking[code] ?? [], targets, code)).filter(Number.isFinite)
      return areas.reduce((sum, area) => sum + area, 0) / areas.length
    },
  }
}

/** (Σ ranks of positives − p(p+1)/2) / (p·q), with mid-ranks for ties. */
function areaOf(scores: readonly number[], targets: readonly number[], code: number): number {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  let ranks = 0
  let positives = 0
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to += 1
    // A score that is not a number equals nothing, itself included: the area is then undefined.
    if (to === from) return Number.NaN
    const tied = order.slice(from, to).filter((index) => targets[index] === code).length
    ranks += tied * ((from + 1 + to) / 2)
    positives += tied
    from = to
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (order.length - positives))
}
