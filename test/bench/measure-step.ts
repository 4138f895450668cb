// One model of the training benchmark, measured in a process of its own, so that the peak of memory is its own too.
import { encodeTraining, type TrainingTarget } from '../../runtime/trial/training-session.js'
import type { TrainingStep } from '../../runtime/model/training-step.js'
import { openSession, type Session } from '../../runtime/onnx/session.js'
import { channelBlock } from '../../runtime/onnx/channel-block.js'
import { stepsInput } from '../../runtime/onnx/loop.js'
import { nodesOf, type Device } from '../../runtime/tensor/graph.js'
import { randomStream } from '../../runtime/support/random.js'
import { tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { processorTime } from './processor-time.js'

const rows = 512

/** A training graph with what it is fed. */
export interface Bench {
  readonly name: string
  readonly step: TrainingStep
  readonly batch: number
  readonly features: readonly number[]
  /** Codes below this number in place of reals. */
  readonly codes?: number
  /** Trainings in one graph; 0: the form without a population axis. */
  readonly width: number
  readonly steps: number
}

/** What came out: microseconds of the processor (of the clock on a GPU), milliseconds to open, bytes. */
export interface Measured {
  readonly single: number
  readonly loop: number
  readonly open: number
  readonly peak: number
  readonly bound: number
}

/** One step a call, and many a call. */
export async function measure(bench: Bench, device: Device): Promise<Measured> {
  const block = device === 'cpu' && bench.width === 0 ? await channelBlock(device) : undefined
  const target: TrainingTarget = block === undefined ? { device } : { device, block }
  const now = device === 'cpu' ? processorTime : wallTime
  const opening = performance.now()
  const session = await openSession(encodeTraining(bench.step, bench.width, target), { device })
  const open = performance.now() - opening
  await session.run(feedsOf(bench, bench.steps))
  const peak = process.resourceUsage().maxRSS * 1024
  const { single, loop } = await shortest(session, bench, now)
  await session.release()
  return { single, loop, open, peak, bound: memoryBound(bench) }
}

/** 2 × (parameters and optimizer) + gradients + resident data + 2 × activations + 150 MB. */
function memoryBound({ step, features, width }: Bench): number {
  const members = Math.max(1, width)
  const state = step.state.map(({ name, shape }) => ({ name, bytes: 4 * sizeOf(shape) }))
  const all = state.reduce((sum, { bytes }) => sum + bytes, 0)
  const trained = state.reduce((sum, { name, bytes }) => sum + (name.includes('~') ? 0 : bytes), 0)
  const activations = nodesOf([step.loss]).reduce(
    (sum, node) => sum + (node.kind === 'operation' ? bytesOf(node.types) : 0),
    0,
  )
  return members * (2 * all + trained + 2 * activations) + 4 * rows * (sizeOf(features) + 2) + 150e6
}

const bytesOf = (types: readonly { readonly shape: readonly (number | string)[] }[]): number =>
  types.reduce(
    (sum, { shape }) => sum + 4 * sizeOf(shape.map((axis) => (typeof axis === 'number' ? axis : rows))),
    0,
  )

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

/** Microseconds a step of the least disturbed of some rounds; both ways take turns, so that both meet the same load. */
async function shortest(
  session: Session,
  bench: Bench,
  now: () => number,
): Promise<Pick<Measured, 'single' | 'loop'>> {
  const calls = Math.min(50, bench.steps)
  const [one, all] = [feedsOf(bench, 1), feedsOf(bench, bench.steps)]
  await session.run(one)
  await session.run(all)
  let [single, loop] = [Infinity, Infinity]
  for (let round = 0; round < 6; round += 1) {
    const started = now()
    for (let call = 0; call < calls; call += 1) await session.run(one)
    const between = now()
    await session.run(all)
    single = Math.min(single, (between - started) / calls)
    loop = Math.min(loop, (now() - between) / bench.steps)
  }
  return { single, loop }
}

/** Microseconds of the clock. */
const wallTime = (): number => performance.now() * 1000

function feedsOf(
  { step, batch, features, codes, width }: Bench,
  steps: number,
): Readonly<Record<string, Tensor>> {
  const random = randomStream('bench')
  const axis = width === 0 ? [] : [width]
  const feeds: Record<string, Tensor> = {
    [stepsInput]: tensorOf('int64', [], [steps]),
    data: tensorFrom(
      'float32',
      [rows, ...features],
      Float32Array.from({ length: rows * sizeOf(features) }, () =>
        codes === undefined ? random.uniform() : random.integer(codes),
      ),
    ),
    targets: tensorOf(
      'int64',
      [rows],
      Array.from({ length: rows }, () => random.integer(4)),
    ),
    batch: tensorFrom(
      'int32',
      [steps, ...axis, batch],
      Int32Array.from({ length: steps * sizeOf(axis) * batch }, () => random.integer(rows)),
    ),
  }
  for (const { name, shape } of step.state) {
    const start = name.includes('~') ? 0 : name.endsWith('variance') ? 1 : undefined
    const values = Float32Array.from(
      { length: sizeOf(axis) * sizeOf(shape) },
      () => start ?? 0.1 * random.normal(),
    )
    feeds[name] = tensorFrom('float32', [...axis, ...shape], values)
  }
  for (const leaf of [...step.fixed, ...step.perStep]) {
    const name = 'name' in leaf.node ? leaf.node.name : ''
    if (name === 'batch') continue
    const shape = [...(name.startsWith('step.') ? [steps] : []), ...axis]
    feeds[name] = tensorFrom(
      'float32',
      shape,
      new Float32Array(sizeOf(shape)).fill(name.startsWith('step.') ? 0.001 : 0.5),
    )
  }
  return feeds
}
