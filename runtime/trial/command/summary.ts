// From the runs of one training to its outcome: the median of each metric, the spread beside it, and one typed end.
import type { Measurement, SegmentOutcome, SegmentRequest } from '../../procedures/procedure.js'
import type { ProgramRun } from './run-once.js'
import { artifactsIn } from './trial-folder.js'
import type { TrialFolder } from './trial-folder.js'

/** Sums runs up; the first that did not complete decides the end. */
export function summarize(
  request: SegmentRequest,
  runs: readonly ProgramRun[],
  wanted: readonly string[],
  folder: TrialFolder,
): SegmentOutcome {
  const { training } = request
  const broken = runs.find(({ end }) => end !== 'completed')
  const measured = factsOf(runs, folder)
  if (broken !== undefined) {
    const { end, message } = broken
    return { training, end, measurements: [], ...(message === undefined ? {} : { message }), measured }
  }
  const measurements = measurementsOf(request, runs)
  const names = new Set(measurements.map(({ metric }) => metric))
  const missing = request.phase === 'refit' ? [] : wanted.filter((metric) => !names.has(metric))
  if (missing.length > 0) {
    const which = missing.map((metric) => `'${metric}'`).join(', ')
    return {
      training,
      end: 'failed',
      measurements,
      message: `the command ended without reporting ${which}`,
      measured,
    }
  }
  const infinite = wanted.find((metric) =>
    measurements.some((one) => one.metric === metric && !Number.isFinite(one.value)),
  )
  if (infinite !== undefined) {
    const finite = measurements.filter(({ value }) => Number.isFinite(value))
    return {
      training,
      end: 'diverged',
      measurements: finite,
      message: `'${infinite}' is not finite`,
      measured,
    }
  }
  const finite = measurements.filter(({ value }) => Number.isFinite(value))
  return { training, end: 'completed', measurements: finite, measured: { ...measured, ...spreadOf(runs) } }
}

function measurementsOf({ phase, to }: SegmentRequest, runs: readonly ProgramRun[]): readonly Measurement[] {
  const on = phase === 'tune' ? 'select' : 'measure'
  const names = [...new Set(runs.flatMap(({ metrics }) => [...metrics.keys()]))].filter(
    (name) => name !== 'fidelity',
  )
  return names.flatMap((metric): readonly Measurement[] => {
    const values = valuesIn(runs, metric)
    return values.length === runs.length ? [{ metric, value: median(values), fidelity: to, on }] : []
  })
}

const valuesIn = (runs: readonly ProgramRun[], metric: string): readonly number[] =>
  runs.flatMap(({ metrics }) => metrics.get(metric) ?? [])

/** The middle value, or the mean of the two in the middle; NaN where any value is. */
export function median(values: readonly number[]): number {
  if (values.some(Number.isNaN)) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return low === high ? low : (low + high) / 2
}

/** Least and largest value of each metric, where there was more than one run. */
function spreadOf(runs: readonly ProgramRun[]): Readonly<Record<string, number>> {
  if (runs.length < 2) return {}
  const names = [...new Set(runs.flatMap(({ metrics }) => [...metrics.keys()]))]
  return Object.fromEntries(
    names.flatMap((metric) => {
      const values = valuesIn(runs, metric)
      return [
        [`${metric}_min`, Math.min(...values)],
        [`${metric}_max`, Math.max(...values)],
      ] as const
    }),
  )
}

/** What may differ between equal runs. */
function factsOf(
  runs: readonly ProgramRun[],
  folder: TrialFolder,
): Readonly<Record<string, number | string>> {
  const reports = runs.map(({ report }) => report)
  const left = reports.reduce((total, { leftBehind }) => total + leftBehind, 0)
  const artifacts = artifactsIn(folder)
  return {
    milliseconds: median(reports.map(({ milliseconds }) => milliseconds)),
    peak_bytes: Math.max(0, ...reports.map(({ peakBytes }) => peakBytes)),
    ...(artifacts.length === 0 ? {} : { artifacts: artifacts.join(', ').slice(0, 1000) }),
    ...(left === 0 ? {} : { processes_left_behind: left }),
  }
}
