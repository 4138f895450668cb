// Microseconds per training step: one ONNX step a call against the loop in the graph, side by side in one run.
// `node test/bench/run.mjs train [word…]` compiles and runs it. Ratios mean something on a busy machine, absolute times do not. Not a test: it never fails.
import { encodeTraining } from '../../runtime/trial/training-session.js'
import type { TrainingStep } from '../../runtime/model/training-step.js'
import { openSession, type Session } from '../../runtime/onnx/session.js'
import { channelBlock } from '../../runtime/onnx/channel-block.js'
import { stepsInput } from '../../runtime/onnx/loop.js'
import { stopwatch } from '../../runtime/support/clock.js'
import { randomStream } from '../../runtime/support/random.js'
import { tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { convolutional, perceptron, transformer } from './models.js'

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
  {
    name: 'conv net 16-32, batch 64',
    step: convolutional(64),
    batch: 64,
    features: [1, 28, 28],
    width: 0,
    steps: 20,
  },
]

/** Runs all benches whose name contains one of the words; prints a table. */
async function main(words: readonly string[], print: (line: string) => void): Promise<void> {
  print('model                                   one step/call µs   loop µs   ratio   per model µs   open ms')
  const block = await channelBlock('cpu')
  for (const bench of benches()) {
    if (words.length > 0 && !words.some((word) => bench.name.includes(word))) continue
    const target =
      bench.width === 0 && block !== undefined
        ? ({ device: 'cpu', block } as const)
        : ({ device: 'cpu' } as const)
    const opened = stopwatch()
    const session = await openSession(encodeTraining(bench.step, bench.width, target))
    const open = stopwatch() - opened
    const single = await best(session, bench, 1, Math.min(50, bench.steps))
    const loop = await best(session, bench, bench.steps, 1)
    await session.release()
    const each = loop / Math.max(1, bench.width)
    const cells = [
      single.toFixed(0).padStart(16),
      loop.toFixed(0).padStart(9),
      (single / loop).toFixed(2).padStart(7),
    ]
    print(
      `${bench.name.padEnd(40)}${cells.join(' ')}   ${each.toFixed(1).padStart(12)} ${open.toFixed(0).padStart(9)}`,
    )
  }
}

/** Shortest of five rounds, in microseconds a step: the least disturbed one. */
async function best(session: Session, bench: Bench, steps: number, calls: number): Promise<number> {
  const feeds = feedsOf(bench, steps)
  await session.run(feeds)
  let shortest = Infinity
  for (let round = 0; round < 5; round += 1) {
    const started = stopwatch()
    for (let call = 0; call < calls; call += 1) await session.run(feeds)
    shortest = Math.min(shortest, ((stopwatch() - started) * 1000) / (steps * calls))
  }
  return shortest
}

function feedsOf({ step, batch, features, width }: Bench, steps: number): Readonly<Record<string, Tensor>> {
  const random = randomStream('bench')
  const axis = width === 0 ? [] : [width]
  const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)
  const feeds: Record<string, Tensor> = {
    [stepsInput]: tensorOf('int64', [], [steps]),
    data: tensorFrom(
      'float32',
      [rows, ...features],
      Float32Array.from({ length: rows * size(features) }, () => random.integer(4)),
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
    const values = Float32Array.from({ length: size(axis) * size(shape) }, () => 0.1 * random.normal())
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

await main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`))
