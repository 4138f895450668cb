// Microseconds per training step: one ONNX step a call against the loop in the graph, side by side in one run.
// `npm run bench:train` (`-- word…` for some, `-- --device webgpu` on a GPU) compiles and runs it. Ratios mean something on a busy machine,
// absolute times do not. Not a test: it never fails.
import { parseArgs } from 'node:util'
import { encodeTraining, type TrainingTarget } from '../../runtime/trial/training-session.js'
import type { TrainingStep } from '../../runtime/model/training-step.js'
import { openSession, type Session } from '../../runtime/onnx/session.js'
import { channelBlock } from '../../runtime/onnx/channel-block.js'
import { stepsInput } from '../../runtime/onnx/loop.js'
import type { Device } from '../../runtime/tensor/graph.js'
import { randomStream } from '../../runtime/support/random.js'
import { tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { convolutional, perceptron, recurrent, transformer } from './models.js'
import { processorTime } from './processor-time.js'

const rows = 512

interface Bench {
  readonly name: string
  readonly step: TrainingStep
  readonly batch: number
  readonly features: readonly number[]
  readonly width: number
  readonly steps: number
}

const tiny = (width: number): Bench => ({
  name: `MLP 16-32-32-4, batch 32, ${width === 0 ? 'alone' : `${String(width)} fused`}`,
  step: perceptron([16, 32, 32, 4], 32),
  batch: 32,
  features: [16],
  width,
  steps: 200,
})

const benches = (): readonly Bench[] => [
  {
    name: 'MLP 784-64-64-10, batch 64',
    step: perceptron([784, 64, 64, 10], 64),
    batch: 64,
    features: [784],
    width: 0,
    steps: 200,
  },
  {
    name: 'MLP 784-256-256-10, batch 64',
    step: perceptron([784, 256, 256, 10], 64),
    batch: 64,
    features: [784],
    width: 0,
    steps: 100,
  },
  tiny(0),
  tiny(8),
  tiny(32),
  tiny(64),
  {
    name: 'transformer 2×64, batch 16',
    step: transformer(16),
    batch: 16,
    features: [64],
    width: 0,
    steps: 20,
  },
  ...(['gru', 'lstm'] as const).map((kind) => ({
    name: `${kind} 64 × 64, batch 16`,
    step: recurrent(kind, 16),
    batch: 16,
    features: [64, 64],
    width: 0,
    steps: 20,
  })),
  {
    name: 'conv net 16-32, batch 64',
    step: convolutional(64),
    batch: 64,
    features: [1, 28, 28],
    width: 0,
    steps: 20,
  },
]

const columns = [
  'one step a call µs',
  'loop µs/step',
  'call / loop',
  'loop µs/model',
  'alone / fused',
  'open ms',
]

/**
 * Runs all benches whose name contains one of the words; prints a table. Times are of the processor, not of the clock, but on a GPU,
 * where the processor only waits.
 */
async function main(device: Device, words: readonly string[], print: (line: string) => void): Promise<void> {
  print(`${`model on ${device}`.padEnd(40)} ${columns.join('  ')}`)
  const block = device === 'cpu' ? await channelBlock(device) : undefined
  const now = device === 'cpu' ? processorTime : wallTime
  const alone = new Map<string, number>()
  for (const bench of benches()) {
    if (words.length > 0 && !words.some((word) => bench.name.includes(word))) continue
    const opening = now()
    const session = await openSession(
      encodeTraining(bench.step, bench.width, targetOf(bench, device, block)),
      {
        device,
      },
    )
    const open = (now() - opening) / 1000
    const { single, loop } = await shortest(session, bench, now)
    await session.release()
    const each = loop / Math.max(1, bench.width)
    const family = bench.name.replace(/, [^,]*$/, '')
    if (bench.width === 0) alone.set(family, each)
    const gain = bench.width === 0 ? '' : ((alone.get(family) ?? Number.NaN) / each).toFixed(1)
    const cells = [
      single.toFixed(0),
      loop.toFixed(0),
      (single / loop).toFixed(2),
      each.toFixed(1),
      gain,
      open.toFixed(0),
    ]
    print(
      `${bench.name.padEnd(40)} ${cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0)).join('  ')}`,
    )
  }
}

const targetOf = ({ width }: Bench, device: Device, block: number | undefined): TrainingTarget =>
  width > 0 || block === undefined ? { device } : { device, block }

/** Microseconds a step of the least disturbed of some rounds; both ways take turns, so that both meet the same load. */
async function shortest(
  session: Session,
  bench: Bench,
  now: () => number,
): Promise<{ readonly single: number; readonly loop: number }> {
  const calls = Math.min(50, bench.steps)
  const [one, all] = [feedsOf(bench, 1), feedsOf(bench, bench.steps)]
  await session.run(one)
  await session.run(all)
  let [single, loop] = [Infinity, Infinity]
  for (let round = 0; round < 7; round += 1) {
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

function feedsOf({ step, batch, features, width }: Bench, steps: number): Readonly<Record<string, Tensor>> {
  const random = randomStream('bench')
  const axis = width === 0 ? [] : [width]
  const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)
  const feeds: Record<string, Tensor> = {
    [stepsInput]: tensorOf('int64', [], [steps]),
    data: tensorFrom(
      'float32',
      [rows, ...features],
      Float32Array.from({ length: rows * size(features) }, () => random.uniform()),
    ),
    targets: tensorOf(
      'int64',
      [rows],
      Array.from({ length: rows }, () => random.integer(4)),
    ),
    batch: tensorFrom(
      'int32',
      [steps, ...axis, batch],
      Int32Array.from({ length: steps * size(axis) * batch }, () => random.integer(rows)),
    ),
  }
  if (step.resident.length === 1) delete feeds['targets']
  for (const { name, shape } of step.state) {
    const start = name.includes('~') ? 0 : name.endsWith('variance') ? 1 : undefined
    const values = Float32Array.from(
      { length: size(axis) * size(shape) },
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
      new Float32Array(size(shape)).fill(name.startsWith('step.') ? 0.001 : 0.5),
    )
  }
  return feeds
}

const { values, positionals } = parseArgs({
  options: { device: { type: 'string', default: 'cpu' } },
  allowPositionals: true,
})
await main(values.device as Device, positionals, (line) => process.stdout.write(`${line}\n`))
