// What two_phase and holdout share: units of a tuning pool and an evaluation pool, drawn once, the same for every arm.
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { InvariantError } from '../../schemas/diagnostic.js'
import { randomStream } from '../support/random.js'
import { splitInner, splitStop } from './inner-split.js'
import { drawPools, naturalBy, type DefaultPools, type Pools } from './pools.js'
import type { ProtocolContext, RowSets, Unit } from './protocol.js'
import { trainingSeeds } from './seeds.js'

/** Settings of a tune-then-evaluate protocol, read from its options. */
export interface PhaseSettings {
  readonly replicates: number
  readonly tune: {
    readonly train: number
    readonly select: number
    readonly stop?: number
    readonly seeds: number
  }
  readonly evaluate: {
    readonly seeds: number
    readonly trainOn: 'tune' | 'evaluate'
    /** Fractions of the evaluation pool, for `train_on: evaluate`. */
    readonly train: number
    readonly measure: number
  }
  /** One split, or one set of training seeds, for all replicates: then replicates differ by the sampler's draws alone. */
  readonly sharedSplit: boolean
  readonly sharedSeeds: boolean
  readonly pools: DefaultPools
}

type Task = ProtocolContext['tasks'][number]

/** One tuning unit a task and replicate. @throws SpecError, DataError where rows run out */
export function tuningUnits(context: ProtocolContext, settings: PhaseSettings): readonly Unit[] {
  return context.tasks.flatMap((task) =>
    Array.from({ length: settings.replicates }, (_, replicate): Unit => ({
      ...cell(task, replicate),
      phase: 'tune',
      folds: [tuningRows(context, settings, task, replicate)],
      seeds: trainingSeeds(
        context.seed,
        'tune',
        task.name,
        settings.sharedSeeds ? 0 : replicate,
        settings.tune.seeds,
      ),
    })),
  )
}

/** The one unit that evaluates what a tuning unit selected. */
export function evaluationUnits(
  context: ProtocolContext,
  settings: PhaseSettings,
  unit: Unit,
): readonly Unit[] {
  const task = taskOf(context, unit.task)
  return [
    {
      ...cell(task, unit.replicate),
      phase: 'evaluate',
      folds: [evaluationRows(context, settings, task, unit.replicate)],
      seeds: trainingSeeds(
        context.seed,
        'evaluate',
        task.name,
        settings.sharedSeeds ? 0 : unit.replicate,
        settings.evaluate.seeds,
      ),
    },
  ]
}

/** Final training: on the first replicate's tuning pool (and measured on its evaluation pool), or on all rows of the first task. */
export function refitUnit(context: ProtocolContext, settings: PhaseSettings, rows: 'all' | 'tune'): Unit {
  const [task] = context.tasks
  if (task === undefined) throw new InvariantError('a protocol without tasks')
  return {
    ...cell(task, 0),
    phase: 'refit',
    folds: [refitRows(context, settings, task, rows)],
    seeds: trainingSeeds(context.seed, 'refit', task.name, 0, 1),
  }
}

const cell = ({ name }: Task, replicate: number): Pick<Unit, 'task' | 'replicate' | 'fold' | 'pairKey'> => ({
  task: name,
  replicate,
  fold: 0,
  pairKey: `${name}/${replicate}/0`,
})

/** Rows of a procedure whose data are not ours: it is told of none. */
const opaque: RowSets = { train: new Uint32Array(0) }

function poolsOf(
  context: ProtocolContext,
  settings: PhaseSettings,
  task: Task & { readonly data: DataDescriptor },
  replicate: number,
): Pools {
  return drawPools(context, task, settings.sharedSplit ? 0 : replicate, settings.pools)
}

function tuningRows(
  context: ProtocolContext,
  settings: PhaseSettings,
  task: Task,
  replicate: number,
): RowSets {
  const { data, name } = task
  if (data === undefined) return opaque
  const pools = poolsOf(context, settings, { name, data }, replicate)
  const { train, select, stop } = settings.tune
  const stream = randomStream(context.seed, 'inner', 'tune', name, settings.sharedSplit ? 0 : replicate)
  const fractions = { train, other: select, ...(stop === undefined ? {} : { stop }) }
  const split = splitInner(data, pools.tune, fractions, pools.by, stream)
  return {
    train: split.train,
    select: split.other,
    ...(split.stop === undefined ? {} : { stop: split.stop }),
  }
}

function evaluationRows(
  context: ProtocolContext,
  settings: PhaseSettings,
  task: Task,
  replicate: number,
): RowSets {
  const { data, name } = task
  if (data === undefined) return opaque
  const pools = poolsOf(context, settings, { name, data }, replicate)
  const stop = settings.tune.stop ?? 0
  const stream = randomStream(context.seed, 'inner', 'evaluate', name, settings.sharedSplit ? 0 : replicate)
  if (settings.evaluate.trainOn === 'tune') {
    return { ...splitStop(data, pools.tune, stop, pools.by, stream), measure: pools.evaluate }
  }
  const { train, measure } = settings.evaluate
  const fractions = { train: train * (1 - stop), other: measure, ...(stop > 0 ? { stop: train * stop } : {}) }
  const split = splitInner(data, pools.evaluate, fractions, pools.by, stream)
  return {
    train: split.train,
    measure: split.other,
    ...(split.stop === undefined ? {} : { stop: split.stop }),
  }
}

function refitRows(
  context: ProtocolContext,
  settings: PhaseSettings,
  task: Task,
  rows: 'all' | 'tune',
): RowSets {
  const { data, name } = task
  if (data === undefined) return opaque
  const stop = settings.tune.stop ?? 0
  const stream = randomStream(context.seed, 'inner', 'refit', name)
  if (rows === 'all') {
    const all = Uint32Array.from({ length: data.rows }, (_, row) => row)
    return splitStop(data, all, stop, context.pools?.by ?? naturalBy(data), stream)
  }
  const pools = poolsOf(context, settings, { name, data }, 0)
  return { ...splitStop(data, pools.tune, stop, pools.by, stream), measure: pools.evaluate }
}

function taskOf(context: ProtocolContext, name: string): Task {
  const found = context.tasks.find((task) => task.name === name)
  if (found === undefined) throw new InvariantError(`a unit of an unknown task '${name}'`)
  return found
}
