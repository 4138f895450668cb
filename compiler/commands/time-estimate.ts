// About how long a run will take, said before it begins: as long as a like run beside it took, else from a few timed steps of
// models that the spaces hold. Nothing is said without such ground: of foreign programs, of other devices, of early-ending trainings.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { hasOption, numberOption } from '../../runtime/model/options.js'
import { recipeOf, trained } from '../../runtime/model/recipe.js'
import { trainingStructure } from '../../runtime/model/structure.js'
import type { RowSets, Unit } from '../../runtime/protocols/protocol.js'
import { readResult, runFiles } from '../../runtime/run.js'
import { drawAccepted, randomly } from '../../runtime/space/sample.js'
import type { SearchSpace, Specified } from '../../runtime/space/search-space.js'
import { specifier } from '../../runtime/space/specify.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { neighboursOf } from '../../runtime/study/reuse.js'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { randomStream } from '../../runtime/support/random.js'
import type { StepTime } from '../../runtime/trial/step-time.js'
import { versionOf } from './version.js'

/** What is to be trained. */
export interface TimedWork {
  readonly arms: readonly {
    /** Absent for an arm that is not tuned. */
    readonly trials: number | undefined
    readonly space: SearchSpace
    /** Whether every trial is trained to its end. */
    readonly isFull: boolean
  }[]
  readonly cells: readonly { readonly tuning: Unit; readonly evaluation: readonly Unit[] }[]
}

/** How and where it is carried out. */
export interface TimedRun {
  readonly name: string
  readonly plan: string
  readonly directory: string
  readonly trainings: number
  readonly workers: number
  readonly device: string
  /** Where step times are remembered; undefined: nowhere. */
  readonly cache: string | undefined
}

/** Estimated seconds; undefined without ground for an estimate. Never throws: a run does not fail for want of one. */
export async function estimateSeconds(work: TimedWork, run: TimedRun): Promise<number | undefined> {
  try {
    return secondsOfLikeRun(run) ?? (await secondsFromSteps(work, run))
  } catch {
    return undefined
  }
}

/** By the newest finished run beside this one whose plan trains the same models on the same data. */
function secondsOfLikeRun({ name, plan, directory, trainings, workers }: TimedRun): number | undefined {
  const like = trainedPart(plan)
  for (const run of neighboursOf(directory, name)) {
    if (!existsSync(join(run, runFiles.result))) continue
    if (trainedPart(readFileSync(join(run, runFiles.plan), 'utf8')) !== like) continue
    const { counts, measured, timings } = readResult(run)
    const [all, work, wall] = [counts.trainings, Number(measured['milliseconds']), Number(timings['seconds'])]
    // A run that mostly took over results of others says little of its own time.
    if (!(all > 0 && work > 0 && wall > 0) || counts.executed < all / 2) continue
    return Math.max(wall / counts.executed, work / 1000 / all / workers) * trainings
  }
  return undefined
}

/**
 * What decides the time of one training in a generated plan: data, training, spaces, rows. Not who proposes, how often, what is
 * claimed, or where in the specification it is written.
 */
export const trainedPart = (plan: string): string =>
  plan
    .replace(/^export default plan\([\s\S]*/m, '')
    .replaceAll(/^(import|export const (samplers|claims)) [\s\S]*?(?=^export |^\/\*\*|$(?![\s\S]))/gm, '')
    .replaceAll(/^\s*\/[/*].*$/gm, '')
    .replaceAll(/, '\d+:\d+'/g, '')
    .replaceAll(/\b(replicates|seeds|trials): \d+/g, '$1')
    .replaceAll(/sampler: [\w.]+/g, 'sampler')

/** Configurations of a space that are timed. */
const timedDraws = 3

/** Configurations that are drawn to find those: they lie in the middle of equal shares, ordered by work. */
const draws = 30

async function secondsFromSteps({ arms, cells }: TimedWork, run: TimedRun): Promise<number | undefined> {
  const [cell] = cells
  const isNative = arms.every(
    ({ space, isFull }) =>
      isFull && space.model !== undefined && space.training?.definition.kind === 'supervised',
  )
  if (run.device !== 'cpu' || cell === undefined || !isNative) return undefined
  const known = new Map<SearchSpace, readonly Timed[]>()
  let [training, opening] = [0, 0]
  for (const { space, trials = 0 } of arms) {
    const timed = known.get(space) ?? (await timeSpace(space, cell.tuning, run))
    if (timed === undefined) return undefined
    known.set(space, timed)
    const count = cells.length * trials * trainingsOf([cell.tuning])
    const evaluations = cells.reduce((sum, { evaluation }) => sum + trainingsOf(evaluation), 0)
    training += count * meanSeconds(timed, cell.tuning) + evaluations * meanSeconds(timed, cell.evaluation[0])
    const structures = new Set(timed.map(({ structure }) => structure)).size
    const opened = structures === 1 ? run.workers : count + evaluations
    opening += opened * mean(timed.map(({ time }) => time.open))
  }
  return (training + opening) / run.workers + startSeconds
}

/** Until workers run and the report is written. */
const startSeconds = 1

interface Timed {
  readonly specified: Specified
  readonly structure: string
  readonly time: StepTime
}

async function timeSpace(
  space: SearchSpace,
  unit: Unit,
  { cache }: TimedRun,
): Promise<readonly Timed[] | undefined> {
  const rows = unit.folds[0]?.train.length ?? 0
  const timed: Timed[] = []
  for (const specified of typicalOf(space)) {
    const structure = trainingStructure(recipeOf(specified, rows))
    const time =
      timed.find((one) => one.structure === structure)?.time ??
      (await timeOf(specified, rows, structure, cache))
    if (time === undefined) return undefined
    timed.push({ specified, structure, time })
  }
  return timed.length === 0 ? undefined : timed
}

/** A cheap, a middling and a dear configuration. */
function typicalOf(space: SearchSpace): readonly Specified[] {
  const walk = specifier(space)
  const decide = randomly(randomStream(1, 'time'))
  const drawn = Array.from({ length: draws }, () => drawAccepted(walk, decide, 200) ?? [])
    .flat()
    .sort((a, b) => a.flops * epochsOf(a) - b.flops * epochsOf(b))
  return Array.from({ length: timedDraws }, (_, third) => {
    const found = drawn[Math.floor((drawn.length * (third + 0.5)) / timedDraws)]
    return found ?? []
  }).flat()
}

/** Timed once on a machine for each structure, as long as the cache keeps it. */
async function timeOf(
  specified: Specified,
  rows: number,
  structure: string,
  cache: string | undefined,
): Promise<StepTime | undefined> {
  const machine = [versionOf(), structure, cpus()[0]?.model ?? '', process.arch].join('\n')
  const slot =
    cache === undefined ? undefined : join(cache, 'steps', createHash('sha256').update(machine).digest('hex'))
  const known = slot === undefined ? undefined : recall(slot)
  if (known !== undefined) return known
  const { timeSteps } = await import('../../runtime/trial/step-time.js')
  const time = await timeSteps(specified, rows)
  if (slot !== undefined && time !== undefined) keep(slot, time)
  return time
}

function recall(slot: string): StepTime | undefined {
  try {
    const { open, step } = JSON.parse(readFileSync(slot, 'utf8')) as Partial<StepTime>
    return Number.isFinite(open) && Number.isFinite(step)
      ? { open: Number(open), step: Number(step) }
      : undefined
  } catch {
    return undefined
  }
}

function keep(slot: string, time: StepTime): void {
  try {
    makeFolders(dirname(slot), 0o700)
    writeWhole(slot, JSON.stringify(time))
  } catch {
    // A cache that cannot be written is as good as none.
  }
}

const meanSeconds = (timed: readonly Timed[], unit: Unit | undefined): number =>
  mean(timed.map((one) => secondsOf(one, unit?.folds[0])))

/** Epochs of steps, each with its validation; a row that is only looked at costs a third of one that is trained on. */
function secondsOf({ specified, time }: Timed, rows: RowSets | undefined): number {
  if (rows === undefined) return 0
  const { batch } = recipeOf(specified, rows.train.length)
  const epochs = epochsOf(specified)
  const looked = (rows.stop?.length ?? 0) + (rows.select?.length ?? 0)
  const steps = Math.max(1, Math.floor(rows.train.length / batch)) + looked / batch / 3
  return (epochs * steps + (rows.measure?.length ?? 0) / batch / 3) * time.step
}

function epochsOf(specified: Specified): number {
  const { definition, options } = trained(specified).training
  return hasOption(definition, options, 'epochs') ? numberOption(definition, options, 'epochs') : 1
}

const trainingsOf = (units: readonly Unit[]): number =>
  units.reduce((sum, { seeds, folds }) => sum + seeds.length * folds.length, 0)

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
