// Microseconds per training step: one ONNX step a call against the loop in the graph, and PyTorch where it is installed, side by side.
// `npm run bench:train` (`-- word…` for some, `-- --device webgpu` on a GPU) compiles and runs it. Ratios mean something on a busy machine,
// absolute times do not; PyTorch wants a good BLAS (Debian: libopenblas0). Not a test: it never fails.
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Device } from '../../runtime/tensor/graph.js'
import { measure, type Bench, type Measured } from './measure-step.js'
import { convolutional, perceptron, recurrent, transformer } from './models.js'

const alone = (name: string, bench: Omit<Bench, 'name' | 'width'>): Bench => ({ name, width: 0, ...bench })

const tiny = (width: number): Bench => ({
  name: `MLP 16-32-32-4, batch 32, ${width === 0 ? 'alone' : `${String(width)} fused`}`,
  step: perceptron([16, 32, 32, 4], 32),
  batch: 32,
  features: [16],
  width,
  steps: 200,
})

const dense = (width: number, steps: number): Bench =>
  alone(`MLP 784-${String(width)}-${String(width)}-10, batch 64`, {
    step: perceptron([784, width, width, 10], 64),
    batch: 64,
    features: [784],
    steps,
  })

const scanned = (kind: 'gru' | 'lstm'): Bench =>
  alone(`${kind.toUpperCase()} 64 over 64 steps, batch 16`, {
    step: recurrent(kind, 16),
    batch: 16,
    features: [64, 64],
    steps: 20,
  })

/** Names are those of pytorch.py, where it has the model. */
const benches: readonly (() => Bench)[] = [
  () => dense(64, 200),
  () => dense(256, 100),
  () => tiny(0),
  () => tiny(8),
  () => tiny(32),
  () => tiny(64),
  () =>
    alone('conv net 16-32, batch 64', {
      step: convolutional([1, 28, 28], [16, 32], 64),
      batch: 64,
      features: [1, 28, 28],
      steps: 20,
    }),
  () =>
    alone('conv net 32-32-32 on 3×32×32, batch 64', {
      step: convolutional([3, 32, 32], [32, 32, 32], 64),
      batch: 64,
      features: [3, 32, 32],
      steps: 10,
    }),
  () =>
    alone('transformer 2×64, batch 16', {
      step: transformer(16),
      batch: 16,
      features: [64],
      codes: 64,
      steps: 20,
    }),
  () => scanned('gru'),
  () => scanned('lstm'),
]

const columns = [
  'one step a call µs',
  'loop µs/step',
  'loop µs/model',
  'alone / fused',
  'PyTorch µs',
  'PyTorch / loop',
  'open ms',
  'peak MB',
  'bound MB',
]

/** Every bench in a process of its own; prints a table. */
function main(device: Device, words: readonly string[]): void {
  process.stdout.write(`${`model on ${device}`.padEnd(40)} ${columns.join('  ')}\n`)
  const torch = device === 'cpu' ? pytorch(words) : {}
  const lone = new Map<string, number>()
  benches.forEach((make, index) => {
    const { name, width } = make()
    if (words.length > 0 && !words.some((word) => name.includes(word))) return
    const found = inOwnProcess(index, device)
    const each = found.loop / Math.max(1, width)
    const family = name.replace(/, [^,]*$/, '')
    if (width === 0) lone.set(family, each)
    const theirs = torch[width === 0 ? name : `${family}, alone`]
    const cells = [
      found.single.toFixed(0),
      found.loop.toFixed(0),
      each.toFixed(1),
      width === 0 ? '' : ((lone.get(family) ?? Number.NaN) / each).toFixed(1),
      theirs?.toFixed(0) ?? '',
      theirs === undefined ? '' : (theirs / each).toFixed(2),
      found.open.toFixed(0),
      (found.peak / 1e6).toFixed(0),
      (found.bound / 1e6).toFixed(0),
    ]
    const row = cells.map((cell, place) => cell.padStart(columns[place]?.length ?? 0)).join('  ')
    process.stdout.write(`${name.padEnd(40)} ${row}\n`)
  })
}

const here = fileURLToPath(import.meta.url)

const inOwnProcess = (index: number, device: Device): Measured =>
  JSON.parse(
    execFileSync(process.execPath, [here, '--only', String(index), '--device', device], { encoding: 'utf8' }),
  ) as Measured

/** Microseconds by model, from the first Python that has PyTorch; nothing where none has. */
function pytorch(words: readonly string[]): Readonly<Record<string, number>> {
  const script = join(dirname(here), '../../../../test/bench/pytorch.py')
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      const env = { ...process.env, OPENBLAS_NUM_THREADS: '1' }
      return JSON.parse(
        execFileSync(python, [script, ...words], { encoding: 'utf8', env, stdio: 'pipe' }),
      ) as Record<string, number>
    } catch {
      continue
    }
  }
  return {}
}

const { values, positionals } = parseArgs({
  options: { device: { type: 'string', default: 'cpu' }, only: { type: 'string' } },
  allowPositionals: true,
})
const device = values.device as Device
const only = benches[Number(values.only)]
if (only === undefined) main(device, positionals)
else process.stdout.write(JSON.stringify(await measure(only(), device)))
