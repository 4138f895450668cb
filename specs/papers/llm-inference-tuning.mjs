// Measures how fast ONNX Runtime serves llm-inference-tuning.onnx under given settings, on real digits (package `mnist`).
//
//   node llm-inference-tuning.mjs --batch 32 --intra-threads 1 …    one configuration: a line of JSON
//   node llm-inference-tuning.mjs --grid table.csv                  every configuration of the table that llm-inference-tuning-replay.yaml reads
//
// Only calls of `run` are timed: loading, graph optimisation and the first calls come before. Rows a second is the median of three time boxes.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { InferenceSession, Tensor } from 'onnxruntime-node'

const here = dirname(fileURLToPath(import.meta.url))
const pixels = 28 * 28
const boxes = 3
const warmUps = 5
const judged = 1000

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join(here, 'llm-inference-tuning.onnx') },
    seconds: { type: 'string', default: '0.25' },
    batch: { type: 'string', default: '1' },
    'intra-threads': { type: 'string', default: '0' },
    'inter-threads': { type: 'string', default: '0' },
    execution: { type: 'string', default: 'sequential' },
    optimization: { type: 'string', default: 'all' },
    arena: { type: 'string', default: 'true' },
    'memory-pattern': { type: 'string', default: 'true' },
    grid: { type: 'string' },
  },
})

/** All digits of the package, a thousand of each class, shades 0 … 255 as the model takes them, and their classes. */
function readDigits() {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist/package.json')), 'src/digits')
  const files = Array.from({ length: 10 }, (_, digit) => readFileSync(join(folder, `${digit}.json`), 'utf8'))
  const classes = files.map((text) => JSON.parse(text).data)
  const images = new Float32Array(classes.reduce((sum, shades) => sum + shades.length, 0))
  let at = 0
  for (const shades of classes) for (const shade of shades) images[at++] = Math.round(shade * 255)
  const labels = classes.flatMap((shades, digit) => new Array(shades.length / pixels).fill(digit))
  return { images, labels }
}

/** Batches of `size` digits, dealt round the classes so that each batch has several; the last rows wrap around. */
function batchesOf({ images, labels }, size, limit) {
  const rows = labels.length
  const count = Math.min(limit, Math.ceil(rows / size))
  return Array.from({ length: count }, (_, batch) => {
    const data = new Float32Array(size * pixels)
    const targets = []
    for (let row = 0; row < size; row += 1) {
      // 7919 is prime and no divisor of the number of rows, so that the walk meets each digit once.
      const digit = ((batch * size + row) * 7919) % rows
      data.set(images.subarray(digit * pixels, (digit + 1) * pixels), row * pixels)
      targets.push(labels[digit])
    }
    return { feeds: { image: new Tensor('float32', data, [size, 1, 28, 28]) }, targets }
  })
}

const open = (settings) =>
  InferenceSession.create(values.model, {
    executionProviders: ['cpu'],
    ...(settings.intraThreads > 0 ? { intraOpNumThreads: settings.intraThreads } : {}),
    ...(settings.interThreads > 0 ? { interOpNumThreads: settings.interThreads } : {}),
    executionMode: settings.execution,
    graphOptimizationLevel: settings.optimization,
    enableCpuMemArena: settings.arena,
    enableMemPattern: settings.memoryPattern,
  })

/** Rows a second and the times of single calls, over one time box. */
async function timeBox(session, batches, seconds) {
  const times = []
  const start = process.hrtime.bigint()
  const end = start + BigInt(Math.round(seconds * 1e9))
  let before = start
  for (let call = 0; before < end; call += 1) {
    await session.run(batches[call % batches.length].feeds, ['probabilities'])
    const after = process.hrtime.bigint()
    times.push(Number(after - before) / 1e6)
    before = after
  }
  const rows = times.length * batches[0].feeds.image.dims[0]
  return { throughput: rows / (Number(before - start) / 1e9), times }
}

/** Share of the first thousand digits whose most probable class is theirs: the same digits for every size of batch. */
async function accuracy(session, batches) {
  let right = 0
  let rows = 0
  for (const { feeds, targets } of batches) {
    const { data } = (await session.run(feeds, ['probabilities'])).probabilities
    for (let row = 0; row < targets.length && rows < judged; row += 1) {
      const own = data.subarray(row * 10, row * 10 + 10)
      if (own.indexOf(Math.max(...own)) === targets[row]) right += 1
      rows += 1
    }
  }
  return right / rows
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

async function measureOne() {
  const settings = {
    intraThreads: Number(values['intra-threads']),
    interThreads: Number(values['inter-threads']),
    execution: values.execution,
    optimization: values.optimization,
    arena: values.arena === 'true',
    memoryPattern: values['memory-pattern'] === 'true',
  }
  const session = await open(settings)
  const size = Number(values.batch)
  // A thousand digits before the clock starts: they warm up, and say that the settings change no result.
  const batches = batchesOf(readDigits(), size, Math.max(warmUps, Math.ceil(judged / size)))
  const right = await accuracy(session, batches)
  const measured = []
  for (let box = 0; box < boxes; box += 1)
    measured.push(await timeBox(session, batches, Number(values.seconds)))
  const times = measured.flatMap((box) => box.times).sort((a, b) => a - b)
  console.log(
    JSON.stringify({
      throughput: middle(measured.map((box) => box.throughput)),
      latency_p95_ms: times[Math.min(times.length - 1, Math.floor(times.length * 0.95))],
      accuracy: right,
    }),
  )
}

/** The recorded table: 160 configurations, each measured once in each of three rounds, in an order of its own; the medians are kept. */
async function measureGrid(file) {
  const sizes = [1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024]
  const grid = sizes.flatMap((batch) =>
    [1, 2].flatMap((intraThreads) =>
      ['disabled', 'all'].flatMap((optimization) =>
        [true, false].map((arena) => ({ batch, intraThreads, optimization, arena })),
      ),
    ),
  )
  const digits = readDigits()
  const rates = new Map(grid.map((point) => [point, []]))
  for (let round = 0; round < boxes; round += 1) {
    const place = (point) =>
      createHash('sha256')
        .update(`${round} ${JSON.stringify(point)}`)
        .digest('hex')
    for (const point of [...grid].sort((a, b) => (place(a) < place(b) ? -1 : 1))) {
      const session = await open({ execution: 'sequential', memoryPattern: true, interThreads: 0, ...point })
      const batches = batchesOf(digits, point.batch, warmUps)
      for (const { feeds } of batches) await session.run(feeds, ['probabilities'])
      rates.get(point).push((await timeBox(session, batches, Number(values.seconds))).throughput)
      await session.release()
    }
  }
  const lines = grid.map((point) => {
    const measured = [...rates.get(point)].sort((a, b) => a - b).map((rate) => rate.toFixed(0))
    const { batch, intraThreads, optimization, arena } = point
    return [batch, intraThreads, optimization, arena, measured[1], measured[0], measured[2]].join(',')
  })
  const header = 'batch,intra_threads,optimization,arena,throughput,least,greatest'
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`)
}

await (values.grid === undefined ? measureOne() : measureGrid(values.grid))
