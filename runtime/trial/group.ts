// Trainings of one structure on one prepared data set, run together epoch by epoch.
//   each epoch: chunks of a fixed number of steps in the graph's loop → divergence test after each chunk
//   epoch end:  validation on stop and select rows → schedule memory → early stopping
//   at the end: best epoch restored → final measurements → checkpoint
// A member that ends is taken out; the others' bits do not depend on how many run beside them.
import type { Measurement, ProcedureContext } from '../procedures/procedure.js'
import { paddedWidth } from '../model/population.js'
import type { SavedTensor } from './checkpoint.js'
import { epochRows } from './batches.js'
import { observeStopping } from './early-stopping.js'
import type { Job } from './job.js'
import { isTraining, modelState, saveMember, weightsOf, type Member } from './member.js'
import { brokenStep, originOf, sayLoss, type Place } from './divergence.js'
import { addObserved } from './observed.js'
import type { Chunk } from './chunk-feeds.js'
import type { ChunkResult, TrainingSession } from './training-session.js'

/** Steps in one call of the loop, at most; an epoch's end ends a call too. Fixed: never a matter of time or of width. */
const chunkSteps = 100

/** What a group needs of its surroundings. */
export interface GroupTools {
  readonly context: ProcedureContext
  /** The training graph for that width (0: without a population axis). */
  session(job: Job, width: number, observed?: readonly string[]): Promise<TrainingSession>
  /** Loss and metrics of a model state on some rows. */
  measure(
    member: Pick<Member, 'job' | 'observed'>,
    state: readonly SavedTensor[],
    rows: Uint32Array,
  ): Promise<ReadonlyMap<string, number>>
}

/** Trains all members from their epoch to the segment's end, measures them and saves their checkpoints. */
export async function trainGroup(members: readonly Member[], tools: GroupTools): Promise<void> {
  const [first] = members
  if (first === undefined) return
  const { from, to } = first.job.epochs
  for (let epoch = from; epoch < to; epoch += 1) {
    const active = members.filter(isTraining)
    if (active.length === 0) break
    await trainEpoch(active, epoch, tools)
    for (const member of active.filter(isTraining)) await endEpoch(member, tools)
  }
  for (const member of members) await finish(member, tools)
}

async function trainEpoch(active: readonly Member[], epoch: number, tools: GroupTools): Promise<void> {
  const [first] = active
  if (first === undefined) return
  const job = first.job
  const width = job.form.kind === 'single' ? 0 : paddedWidth(active.length)
  const session = await tools.session(job, width)
  const slots = Array.from({ length: Math.max(1, width) }, (_, slot) => active[slot] ?? first)
  const orders = active.map((member) =>
    epochRows(member.job.request.seed, epoch, member.job.request.rows.train),
  )
  const rows = slots.map((_, slot) => orders[slot] ?? orders[0] ?? new Int32Array())
  const sums = active.map(() => 0)
  const before = first.step
  let state = session.stack(slots.map((member) => member.state))
  for (let done = 0; done < job.stepsPerEpoch; done += chunkSteps) {
    const steps = Math.min(chunkSteps, job.stepsPerEpoch - done)
    const chunk = { members: slots, rows, first: done, steps, state, step: before }
    const result = await session.run(chunk)
    state = result.state
    for (const [slot, member] of active.entries()) {
      const place = { slot, width: slots.length, steps }
      sums[slot] = (sums[slot] ?? 0) + noteLosses(member, result.losses, place)
      await noteDivergence(member, chunk, result, place, (observed) => tools.session(job, width, observed))
      const { observes } = session
      member.observed = addObserved(member.observed, { ...place, observes, observed: result.observed })
      report(member, steps, tools.context)
    }
  }
  session.unstack(state, active.length).forEach((tensors, slot) => {
    const member = active[slot]
    if (member !== undefined) settle(member, tensors, (sums[slot] ?? 0) / job.stepsPerEpoch)
  })
}

/** The sum of a chunk's losses. */
function noteLosses(member: Member, losses: Float32Array, { slot, width, steps }: Place): number {
  member.firstLoss ??= losses[slot]
  let sum = 0
  for (let step = 0; step < steps; step += 1) sum += losses[step * width + slot] ?? Number.NaN
  return sum
}

/** Ends a training whose loss is not finite or has exploded, with where that began. */
async function noteDivergence(
  member: Member,
  chunk: Chunk,
  { losses }: ChunkResult,
  place: Place,
  open: (observed: readonly string[]) => Promise<TrainingSession>,
): Promise<void> {
  if (member.end !== undefined) return
  const broken = brokenStep(losses, place, member.firstLoss ?? 0)
  if (broken === undefined) return
  member.end = 'diverged'
  const origin = await originOf(member, chunk, { ...place, broken: broken.step }, open)
  member.message = `${sayLoss(broken.loss, member.step + broken.step + 1)}${origin}`
}

function report(member: Member, steps: number, context: ProcedureContext): void {
  member.step += steps
  const { request, stepsPerEpoch, epochs } = member.job
  const share = member.step / (stepsPerEpoch * Math.max(1, epochs.to))
  context.progress(request.training, request.to * Math.min(1, share), {})
}

function settle(member: Member, state: readonly SavedTensor[], trainLoss: number): void {
  member.state = state
  member.epoch += 1
  member.trainLoss = trainLoss
}

/** Validation at an epoch's end: feeds the schedule and early stopping, and keeps the best state. */
async function endEpoch(member: Member, tools: GroupTools): Promise<void> {
  const { job } = member
  const { stop, select } = job.request.rows
  const last = member.epoch === job.epochs.to
  const stopped = stop === undefined ? undefined : await tools.measure(member, validated(member), stop)
  const loss = stopped?.get('loss') ?? member.trainLoss ?? 0
  const { definition, options } = job.schedule
  member.memory = definition.observe?.(options, member.memory, loss) ?? member.memory
  if (stopped !== undefined) note(member, stopped, 'stop')
  if (job.stopping !== undefined && stopped !== undefined)
    watch(member, stopped.get(job.stopping.metric) ?? Number.NaN)
  if (select !== undefined && !last && !member.stopped) {
    note(member, await tools.measure(member, validated(member), select), 'select')
  }
}

/** What is looked at between epochs. */
const validated = ({ job, state }: Member): readonly SavedTensor[] =>
  job.validatesWeights ? weightsOf(state) : modelState(state)

function watch(member: Member, value: number): void {
  const rule = member.job.stopping
  if (rule === undefined) return
  const seen = observeStopping(rule, member.stopping, member.epoch, value)
  member.stopping = seen.state
  if (seen.improved) member.best = modelState(member.state)
  member.stopped = seen.stop
}

/** Measures the final model (the best epoch's, where one was kept) on every row set that is there. */
async function finish(member: Member, tools: GroupTools): Promise<void> {
  if (member.end !== undefined) return
  const { job } = member
  const { select, measure } = job.request.rows
  const final = finalState(member)
  const broken = final.find((tensor) => tensor.values.some((value) => !Number.isFinite(value)))
  if (broken !== undefined) {
    member.end = 'diverged'
    member.message = `after step ${String(member.step)} '${broken.name}' is not finite`
    return
  }
  if (member.trainLoss !== undefined)
    noteAt(member, new Map([['loss', member.trainLoss]]), 'train', job.request.to)
  if (select !== undefined)
    noteAt(member, await tools.measure(member, final, select), 'select', job.request.to)
  if (measure !== undefined)
    noteAt(member, await tools.measure(member, final, measure), 'measure', job.request.to)
  await saveMember(member)
}

/** The model that a training stands for. */
export const finalState = (member: Pick<Member, 'state' | 'best'>): readonly SavedTensor[] =>
  member.best.length > 0 ? member.best : modelState(member.state)

function note(member: Member, values: ReadonlyMap<string, number>, on: Measurement['on']): void {
  const { request, epochs } = member.job
  noteAt(member, values, on, (request.to * member.epoch) / Math.max(1, epochs.to))
}

function noteAt(
  member: Member,
  values: ReadonlyMap<string, number>,
  on: Measurement['on'],
  fidelity: number,
): void {
  for (const [metric, value] of values) member.measurements.push({ metric, value, fidelity, on })
}
