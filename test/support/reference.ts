// Espalier's side of test/reference/record.py: the same numbers, and the same trainings through the loop that trains for users.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from '../../runtime/model/options.js'
import type { ModuleTree } from '../../runtime/space/module-tree.js'
import { sizeOf } from '../../runtime/support/shape.js'
import { tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { jobOf } from '../../runtime/trial/job.js'
import { repository } from './compile-specification.js'
import { firstSteps, type HowToStep, type Steps } from './first-steps.js'
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

/** Trains again what was recorded; alone on the cpu unless told. */
export async function rerun(
  { model, training, batch, data, classes, start }: Rerun,
  how: Partial<Pick<HowToStep, 'width' | 'device' | 'steps'>> = {},
): Promise<Steps> {
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
  const job = jobOf(request, prepared, { directionOf: () => 'maximize', observed: [] })
  return firstSteps(job, { steps, ...how, start })
}
