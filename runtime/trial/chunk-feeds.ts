// What one call of a training loop is fed: data and scales once, batch rows, draws and rates for each of its steps.
import { deriveSeed } from '../support/random.js'
import { sizeOf } from '../support/shape.js'
import { invariant } from '../support/invariant.js'
import type { Value } from '../tensor/graph.js'
import { tensorFrom, tensorOf, type Tensor } from '../tensor/tensor.js'
import { fixedShape } from '../tensor/tensor-type.js'
import { stepDraws, stepNumbers, type Moment } from '../model/step-numbers.js'
import type { TrainingStep } from '../model/training-step.js'
import { stepsInput } from '../onnx/loop.js'
import type { Member } from './member.js'

/** One call of the loop. */
export interface Chunk {
  /** One a slot; padding slots repeat a member. */
  readonly members: readonly Member[]
  /** Rows of the epoch in training order, one list a slot. */
  readonly rows: readonly Int32Array[]
  /** First step of the chunk within the epoch, how many, and how many steps were done before the epoch. */
  readonly first: number
  readonly steps: number
  readonly step: number
  /** State of all slots, stacked. */
  readonly state: readonly Float32Array[]
}

/** A step, and the population axis or nothing. */
export interface Feeding {
  readonly step: TrainingStep
  readonly axis: readonly number[]
}

/** Data, scales and the seed of random draws: the same in every step of a training. */
export function fixedFeeds({ step, axis }: Feeding, { members }: Chunk): Readonly<Record<string, Tensor>> {
  const prepared = members[0]?.job.prepared
  invariant(prepared, 'a chunk without members')
  const feeds: Record<string, Tensor> = { data: prepared.features, targets: prepared.targets }
  for (const leaf of step.fixed) {
    const name = leafName(leaf)
    const values = members.map((member) =>
      leaf.type.element === 'uint32'
        ? deriveSeed(member.job.request.seed, 'draws') % 4294967296
        : (member.job.scales.get(name) ?? 0),
    )
    feeds[name] = tensorOf(leaf.type.element, axis, values)
  }
  return feeds
}

/** Batch rows, rates and step numbers: one entry a step. */
export function stepFeeds(
  { step: { perStep, rateClasses }, axis }: Feeding,
  chunk: Chunk,
): Readonly<Record<string, Tensor>> {
  const { members, steps, first } = chunk
  const [leader] = members
  invariant(leader, 'a chunk without members')
  const { batch } = leader.job.recipe
  const feeds: Record<string, Tensor> = {
    [stepsInput]: tensorOf('int64', [], [steps]),
    batch: tensorFrom('int32', [steps, ...axis, batch], batchRows(chunk, batch)),
    step: tensorOf(
      'uint32',
      [steps],
      Array.from({ length: steps }, (_, index) => chunk.step + first + index),
    ),
  }
  const numbers = members.map((member) =>
    Array.from({ length: steps }, (_, index) => numbersAt(member, chunk.step + first + index, rateClasses)),
  )
  for (const { node, type } of perStep.filter((leaf) => leafName(leaf) !== 'batch')) {
    const name = 'name' in node ? node.name : ''
    const shape = fixedShape(type.shape)
    const size = sizeOf(shape)
    const values = new Float32Array(steps * members.length * size)
    numbers.forEach((list, slot) =>
      list.forEach((fed, index) => {
        values.set(fed[name] ?? [], (index * members.length + slot) * size)
      }),
    )
    feeds[name] = tensorFrom('float32', [steps, ...axis, ...shape], values)
  }
  return feeds
}

/** Everything that is fed at a step (from 0), by the name of its input: numbers, and what is drawn for the rows of the batch. */
function numbersAt(
  { job, memory }: Member,
  step: number,
  classes: TrainingStep['rateClasses'],
): Readonly<Record<string, ArrayLike<number>>> {
  const moment: Moment = {
    step,
    stepsPerEpoch: job.stepsPerEpoch,
    horizon: job.epochs.horizon,
    learningRate: job.learningRate,
    schedule: job.schedule,
    memory,
  }
  const scalars = Object.entries(stepNumbers(job.recipe, classes, moment))
  return {
    ...Object.fromEntries(scalars.map(([name, value]) => [name, [value]])),
    ...stepDraws(job.recipe, moment, job.request.seed),
  }
}

/** [steps, slots, batch] */
function batchRows({ rows, first, steps }: Chunk, batch: number): Int32Array {
  const all = new Int32Array(steps * rows.length * batch)
  for (let step = 0; step < steps; step += 1) {
    rows.forEach((order, slot) => {
      const start = (first + step) * batch
      all.set(order.subarray(start, start + batch), (step * rows.length + slot) * batch)
    })
  }
  return all
}

/** Name of an input. */
export const leafName = (leaf: Value): string => ('name' in leaf.node ? leaf.node.name : '')
