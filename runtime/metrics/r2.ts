// Coefficient of determination.
import type { Accumulator, MetricDefinition } from './metric.js'
import { countOf } from './scores.js'

/** 1 − Σ (target − prediction)² / Σ (target − mean target)²; below 0 where predictions are worse than the mean. */
export const r2 = {
  role: 'metric',
  kind: 'r2',
  summary: 'Share of the variance of the target that the predictions explain (1 is perfect, 0 is the mean).',
  options: {},
  required: [],
  direction: 'maximize',
  needs: 'predictions',
  start: () => startR2(),
} as const satisfies MetricDefinition

function startR2(): Accumulator {
  let count = 0
  let mean = 0
  let spread = 0
  let errors = 0
  return {
    add: (outputs, targets) => {
      const examples = countOf(outputs)
      for (let example = 0; example < examples; example += 1) {
        const target = targets[example] ?? Number.NaN
        errors += ((outputs.values[example] ?? Number.NaN) - target) ** 2
        // Welford 1962: the sum of squares about a running mean, safe for targets far from 0.
        count += 1
        const before = target - mean
        mean += before / count
        spread += before * (target - mean)
      }
    },
    value: () => (spread > 0 ? 1 - errors / spread : Number.NaN),
  }
}
