// Espalier's side of test/reference/record.py: the same numbers, and the same trainings through the loop that trains for users.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from '../../runtime/model/options.js'
import type { ModuleTree } from '../../runtime/space/module-tree.js'
import { sizeOf } from '../../runtime/support/shape.js'
import { numbersOf, tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { firstValues, jobOf } from '../../runtime/trial/job.js'
import { startMember } from '../../runtime/trial/member.js'
import { openTraining } from '../../runtime/trial/training-session.js'
import { repository } from './compile-specification.js'
import { requestFor, rowsFrom, specifiedAs } from './training.js'

/** What was recorded of a layer: the gradients are those of the input and of its parameters in order. */
export interface RecordedLayer {
  readonly output: readonly number[]
  readonly gradients: readonly (readonly number[])[]
}

/** All that was recorded. */
export interface Recorded {
  readonly layers: Readonly<Record<string, RecordedLayer>>
  readonly perceptron: readonly number[]
  readonly convolutional: {
    readonly losses: readonly number[]
    readonly running: readonly (readonly number[])[]
  }
  readonly transformer: readonly number[]
  readonly recurrent: readonly number[]
}

/** The committed record. */
export const recorded = (): Recorded =>
  JSON.parse(readFileSync(join(repository, 'test/reference/pytorch.json'), 'utf8')) as Recorded

/** Entries in [−scale, scale) by the generator that record.py states. */
export function numbers(seed: number, shape: readonly number[], scale: number): Tensor {
  let state = seed
  const values = Float32Array.from({ length: sizeOf(shape) }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0
    return (state / 2 ** 31 - 1) * scale
  })
  return tensorFrom('float32', shape, values)
}

const steps = 100

/** Rows of every recorded training. */
export const recordedRows = 256

/** One recorded training. */
export interface Rerun {
  readonly model: ModuleTree
  readonly training: Options
  readonly batch: number
  readonly data: Tensor
  readonly classes: number
  /** First values by name of the parameter; the others start as their layers say. */
  readonly start: Readonly<Record<string, Tensor>>
}

/** Losses of all steps, and what is carried at the end by name; `width` 0 trains alone, else as that many equal members. */
export async function rerun(
  { model, training, batch, data, classes, start }: Rerun,
  width = 0,
): Promise<{ readonly losses: readonly number[]; readonly end: ReadonlyMap<string, readonly number[]> }> {
  const specified = specifiedAs(model, { ...training, batch_size: batch, epochs: 100 })
  const request = requestFor(specified, { rows: { train: rowsFrom(0, recordedRows) }, maximum: 100 })
  const targets = tensorOf(
    'int64',
    [recordedRows],
    Array.from({ length: recordedRows }, (_, row) => (row * row + Math.floor(row / 3)) % classes),
  )
  const prepared = {
    key: 'recorded',
    features: data,
    targets,
    input: model.input,
    target: { kind: 'class', classes },
  } as const
  const job = jobOf(request, prepared, () => 'maximize')
  const session = await openTraining(job.recipe, width, { device: 'cpu' })
  const member = await startMember(job, session.slots)
  const unknown = Object.keys(start).filter((name) => !job.leaves.parameters.has(name))
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: no such parameters`)
  const state = session.slots.map(({ name, shape }) => ({
    name,
    shape,
    values: Float32Array.from(
      start[name] === undefined ? firstValues(job, name, shape) : numbersOf(start[name]),
    ),
  }))
  const count = Math.max(1, width)
  const rows = Int32Array.from({ length: steps * batch }, (_, index) => index % recordedRows)
  const each = <T>(value: T): readonly T[] => Array.from({ length: count }, () => value)
  const result = await session.run({
    members: each(member),
    rows: each(rows),
    first: 0,
    steps,
    step: 0,
    state: session.stack(each(state)),
  })
  await session.release()
  const [last = []] = session.unstack(result.state, 1)
  return {
    losses: Array.from({ length: steps }, (_, step) => result.losses[step * count] ?? Number.NaN),
    end: new Map(last.map(({ name, values }) => [name, [...values]])),
  }
}
