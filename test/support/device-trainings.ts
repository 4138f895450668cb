// Trainings that are compared between devices: the quickstart's models on its digits, and whatever else gives step losses.
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { loadData } from '../../runtime/data/load.js'
import { scale } from '../../runtime/model/prepare/index.js'
import { createPreparer } from '../../runtime/model/prepare/preparer.js'
import type { Configuration } from '../../runtime/space/decision.js'
import { specify } from '../../runtime/space/specify.js'
import { loadPlan } from '../../runtime/study/load-plan.js'
import type { Device } from '../../runtime/tensor/graph.js'
import { jobOf, type Job } from '../../runtime/trial/job.js'
import { repository } from './compile-specification.js'
import type { Steps } from './first-steps.js'
import { requestFor, rowsFrom } from './training.js'

/** Models of the quickstart's space, each choice in one of them. */
export const quickstartModels: Readonly<Record<string, Configuration>> = {
  'one convolution of 3×3 and relu': copies(1, { 'conv2d.filters': 8, 'conv2d.kernel': 3, choice: 'relu' }),
  'two convolutions of 5×5, batch normalization and gelu': copies(2, {
    'conv2d.filters': 16,
    'conv2d.kernel': 5,
    optional: true,
    choice: 'gelu',
  }),
}

/** Every copy of the block with the same choices. */
function copies(times: number, own: Configuration): Configuration {
  const all = Array.from({ length: times }, (_, copy) =>
    Object.entries({ optional: false, ...own }).map(([path, value]) => [
      `repeat[${String(copy)}].${path}`,
      value,
    ]),
  )
  return { 'repeat.times': times, learning_rate: 0.003, batch_size: 32, ...Object.fromEntries(all.flat()) }
}

/** A model of the quickstart's plan on the first thousand digits. */
export async function quickstart(configuration: Configuration): Promise<Job> {
  const plan = await loadPlan(join(repository, 'test/golden/quickstart/plan.ts'))
  const space = plan.experiment.arms[0]?.space
  if (space === undefined) throw new Error('the quickstart has no space')
  const specified = specify(space, ({ path }) => {
    const value = configuration[path]
    if (value === undefined) throw new Error(`${path} is not chosen`)
    return value
  })
  const rows = rowsFrom(0, 1000)
  const dataset = await loadData({ dataset: 'mnist' }, { root: repository })
  const steps = [{ kind: scale.kind, definition: scale, options: {} }]
  const prepared = await createPreparer(new Map([['task', { dataset, steps }]]))('task', rows)
  return jobOf(requestFor(specified, { rows: { train: rows }, maximum: 2 }), prepared, {
    directionOf: () => 'maximize',
    observed: [],
  })
}

/** Losses of the first steps of a training on the device and on the host, compared. */
export async function compareLosses(train: (device: Device) => Promise<Steps>, steps: number): Promise<void> {
  const [host, device] = [await train('cpu'), await train('webgpu')]
  expect(device.losses).toHaveLength(steps)
  const apart = device.losses.map((loss, step) => Math.abs(loss / (host.losses[step] ?? NaN) - 1))
  expect(Math.max(...apart)).toBeLessThan(1e-3)
  // What does not move would be equal anyhow.
  expect(new Set(host.losses).size).toBe(steps)
}
