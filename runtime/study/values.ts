// From a segment's measurements to the values that samplers, schedulers and selection see.
import { RunError } from '../../schemas/diagnostic.js'
import type { Objective } from '../experiment.js'
import type { SegmentOutcome } from '../procedures/procedure.js'
import type { Specified } from '../space/search-space.js'
import type { RecordedEnd, RecordedMeasurement, RecordedSegment } from '../store/record.js'

/** Value of one objective of a completed training. @throws RunError `missing-metric` */
export function objectiveValue(objective: Objective, segment: RecordedSegment, specified: Specified): number {
  const constant = constantsOf(specified)[objective.metric]
  const found = segment.measurements.findLast(
    ({ metric, on }) => metric === objective.metric && (on === 'select' || on === 'measure'),
  )
  const value = found?.value ?? constant
  if (value === undefined) {
    const measured = [...new Set(segment.measurements.map(({ metric }) => `'${metric}'`))].join(', ')
    throw new RunError(
      'missing-metric',
      'data',
      `a training measured ${measured || 'nothing'}, and the objective '${objective.metric}' is not among it`,
      { hint: 'check that the procedure reports the objective on the rows that select' },
    )
  }
  return value
}

/** Objectives that no training has to measure. */
const constantsOf = ({ parameters, flops }: Specified): Readonly<Record<string, number>> => ({
  parameters,
  flops,
})

/** Metrics that trainings must report: those that are not constants of a configuration. */
export const measuredMetrics = (metrics: readonly string[]): readonly string[] =>
  metrics.filter((metric) => metric !== 'parameters' && metric !== 'flops')

/** Mean over trainings, objective by objective. */
export const aggregate = (values: readonly (readonly number[])[]): readonly number[] =>
  (values[0] ?? []).map(
    (_, objective) => values.reduce((total, one) => total + (one[objective] ?? 0), 0) / values.length,
  )

/** An outcome as the journal keeps it: numbers that are not finite are divergence, wherever they appear. */
export function recordedOutcome(outcome: SegmentOutcome, from: number, to: number): RecordedSegment {
  const measurements: readonly RecordedMeasurement[] = outcome.measurements.filter(({ value }) =>
    Number.isFinite(value),
  )
  const broken = measurements.length < outcome.measurements.length && outcome.end === 'completed'
  const end: RecordedEnd = broken ? 'diverged' : outcome.end
  const message = broken ? 'a metric is not finite' : outcome.message
  return {
    training: outcome.training,
    from,
    to,
    end,
    measurements,
    ...(message === undefined ? {} : { message }),
    measured: finiteOnly(outcome.measured),
  }
}

const finiteOnly = (
  measured: Readonly<Record<string, number | string>>,
): Readonly<Record<string, number | string>> =>
  Object.fromEntries(
    Object.entries(measured).filter(([, value]) => typeof value === 'string' || Number.isFinite(value)),
  )
