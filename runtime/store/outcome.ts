// State to outcome: tidy lists in a fixed order, so that equal results are equal texts whatever order they came in.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { RecordedEnd, RecordedTraining, SearchKey } from './record.js'
import { segmentKeyOf } from './state.js'
import type { Counts, MeasurementRow, StudyOutcome, StudyState, TrialState } from './state.js'

/** The whole study, tidied. @throws InvariantError before a run has started. */
export function outcomeOf(state: StudyState): StudyOutcome {
  const { started } = state
  if (started === undefined) throw new InvariantError('an outcome was asked of a run that has not started')
  const inOrder = byPlace(started.arms)
  const searches = [...state.searches.values()].sort((a, b) => inOrder(a.key, b.key))
  const trials = searches.flatMap(({ trials }) => [...trials.values()].sort((a, b) => a.trial - b.trial))
  const evaluated = [...state.evaluated.values()].sort((a, b) => inOrder(a, b) || a.unit - b.unit)
  const used = [...trials.flatMap((trial) => trial.trainings), ...evaluated.flatMap((unit) => unit.trainings)]
  return {
    name: started.name,
    seed: started.seed,
    status: state.status,
    ...(state.message === undefined ? {} : { message: state.message }),
    source: started.source,
    numerics: started.numerics,
    arms: started.arms,
    objectives: started.objectives,
    data: state.data,
    trials,
    selected: [...state.selected.values()].sort(inOrder),
    measurements: [
      ...trials.flatMap((trial) => trial.trainings.flatMap((training) => tuned(state, trial, training))),
      ...evaluated.flatMap((unit) => unit.trainings.flatMap((training) => measured(state, unit, training))),
    ],
    claims: [...state.claims.values()],
    models: started.arms.flatMap((arm) => state.models.get(arm) ?? []),
    counts: countsOf(state, trials, used),
    exact: exactness(state, used),
    lostWorkers: state.lostWorkers,
    lateResults: state.late.length,
    measured: {
      trainings: used.length,
      milliseconds: sum([...state.segments.values()].map(({ measured }) => measured['milliseconds'])),
      forms: formsOf(state),
    },
  }
}

/** How many segments were trained in each form, sorted. */
function formsOf(state: StudyState): Readonly<Record<string, number>> {
  const forms = [...state.segments.values()].flatMap(({ measured: { form } }) =>
    typeof form === 'string' ? [form] : [],
  )
  return Object.fromEntries(
    [...new Set(forms)].sort().map((form) => [form, forms.filter((one) => one === form).length]),
  )
}

function byPlace(arms: readonly string[]): (a: SearchKey, b: SearchKey) => number {
  const place = new Map(arms.map((arm, index) => [arm, index]))
  return (a, b) =>
    a.replicate - b.replicate ||
    (place.get(a.arm) ?? 0) - (place.get(b.arm) ?? 0) ||
    compareText(a.task, b.task) ||
    a.fold - b.fold
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const tuned = (state: StudyState, trial: TrialState, training: RecordedTraining): readonly MeasurementRow[] =>
  rowsOf(state, training, 'select', {
    arm: trial.arm,
    task: trial.task,
    replicate: trial.replicate,
    fold: trial.fold,
    phase: 'tune',
    trial: trial.trial,
  })

const measured = (
  state: StudyState,
  unit: SearchKey & { readonly trial?: number; readonly pairKey: string },
  training: RecordedTraining,
): readonly MeasurementRow[] =>
  rowsOf(state, training, 'measure', {
    arm: unit.arm,
    task: unit.task,
    replicate: unit.replicate,
    fold: unit.fold,
    phase: 'evaluate',
    trial: unit.trial ?? null,
    pairKey: unit.pairKey,
  })

type Place = SearchKey & Pick<MeasurementRow, 'phase' | 'trial' | 'pairKey'>

/** What a training measured where it counts; where it measured nothing, its objectives without a value. */
function rowsOf(
  state: StudyState,
  training: RecordedTraining,
  on: 'select' | 'measure',
  place: Place,
): readonly MeasurementRow[] {
  const { seed, fidelity, end } = training
  const segment = state.segments.get(segmentKeyOf({ training: training.training, to: fidelity }))
  const found = (segment?.measurements ?? []).filter((measurement) => measurement.on === on)
  if (found.length === 0) {
    const objectives = state.started?.objectives ?? []
    return objectives.map(({ metric }) => ({ ...place, seed, fidelity, metric, value: null, end }))
  }
  return found.map((row) => ({
    ...place,
    seed,
    fidelity: row.fidelity,
    metric: row.metric,
    value: row.value,
    end,
  }))
}

function countsOf(
  state: StudyState,
  trials: readonly TrialState[],
  used: readonly RecordedTraining[],
): Counts {
  const ends: Partial<Record<RecordedEnd, number>> = {}
  for (const { end } of used) ends[end] = (ends[end] ?? 0) + 1
  const here = new Set(
    [...state.segments.values()]
      .filter(({ reusedFrom }) => reusedFrom === undefined)
      .map(({ training }) => training),
  )
  const executed = new Set(used.map(({ training }) => training).filter((training) => here.has(training))).size
  return {
    trials: trials.length,
    trainings: used.length,
    executed,
    reused: used.length - executed,
    by_end: Object.fromEntries(Object.entries(ends).sort(([a], [b]) => compareText(a, b))),
  }
}

const machineEnds: readonly RecordedEnd[] = ['failed', 'timed_out', 'out_of_memory', 'preempted', 'cancelled']

/** What costs a run its exactness: ends that depend on the machine, order of arrival, mixed numerics. */
function exactness(state: StudyState, used: readonly RecordedTraining[]): StudyOutcome['exact'] {
  const ends = machineEnds.flatMap((end) => {
    const count = used.filter((training) => training.end === end).length
    return count === 0 ? [] : [`${count} training${count === 1 ? '' : 's'} ended ${end}`]
  })
  const arrival = [...state.searches.values()].some(({ observed }) => observed.length > 0)
  const because = [
    ...ends,
    ...(arrival ? ['results were taken in order of arrival'] : []),
    ...[...state.otherNumerics].map((numerics) => `a part was computed as '${numerics}'`),
  ]
  return { holds: because.length === 0, because }
}

const sum = (values: readonly (number | string | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0)
