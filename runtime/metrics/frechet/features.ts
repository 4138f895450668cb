// What the Fréchet distance looks at: the hidden layer of a small classifier of the data, trained here so that it needs no file.
import { randomStream } from '../../support/random.js'

/** Width of the hidden layer: the number of features. */
export const featureWidth = 64

const settings = { epochs: 20, batch: 32, rate: 0.003, betas: [0.9, 0.999], epsilon: 1e-8 } as const

/** Maps rows [n, width] to features [n, featureWidth]. */
export type Features = (rows: ArrayLike<number>) => Float64Array

interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** [inputs + 1, outputs], the bias last. */
  readonly weights: Float64Array
  readonly gradient: Float64Array
  readonly mean: Float64Array
  readonly square: Float64Array
}

/**
 * Trains rows → 64 ReLU → classes by cross-entropy with Adam: fixed seed, fixed course, so that equal data give equal features.
 * Classes are whole numbers from 0.
 */
export function classifierFeatures(
  rows: ArrayLike<number>,
  classes: ArrayLike<number>,
  width: number,
): Features {
  const count = classes.length
  const random = randomStream('frechet features')
  const hidden = layerOf(width, featureWidth, random.derive('hidden'))
  const head = layerOf(featureWidth, 1 + Math.max(0, ...Array.from(classes)), random.derive('head'))
  let step = 0
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    const order = random.derive('epoch', epoch).permutation(count)
    for (let start = 0; start < count; start += settings.batch) {
      const batch = order.subarray(start, start + settings.batch)
      for (const row of batch) learn(hidden, head, rows, row, classes[row] ?? 0, 1 / batch.length)
      step += 1
      for (const layer of [hidden, head]) update(layer, step)
    }
  }
  return (given) => {
    const features = new Float64Array((given.length / width) * featureWidth)
    for (let row = 0; row * width < given.length; row += 1)
      features.set(answer(hidden, given, row * width).map(rectified), row * featureWidth)
    return features
  }
}

function layerOf(inputs: number, outputs: number, random: ReturnType<typeof randomStream>): Layer {
  const size = (inputs + 1) * outputs
  const weights = new Float64Array(size)
  for (let place = 0; place < inputs * outputs; place += 1)
    weights[place] = random.normal() * Math.sqrt(2 / inputs)
  const zeros = (): Float64Array => new Float64Array(size)
  return { inputs, outputs, weights, gradient: zeros(), mean: zeros(), square: zeros() }
}

/** W·x + b for the row that starts at `offset`. */
function answer({ inputs, outputs, weights }: Layer, rows: ArrayLike<number>, offset: number): Float64Array {
  const result = weights.slice(inputs * outputs)
  for (let i = 0; i < inputs; i += 1) {
    const x = rows[offset + i] ?? 0
    if (x === 0) continue
    for (let j = 0; j < outputs; j += 1) result[j] = at(result, j) + x * at(weights, i * outputs + j)
  }
  return result
}

/** Adds a row's share of the gradients. */
function learn(
  hidden: Layer,
  head: Layer,
  rows: ArrayLike<number>,
  row: number,
  code: number,
  share: number,
): void {
  const features = answer(hidden, rows, row * hidden.inputs).map(rectified)
  const scores = answer(head, features, 0)
  const highest = Math.max(...scores)
  const exps = scores.map((score) => Math.exp(score - highest))
  const sum = exps.reduce((total, value) => total + value, 0)
  const upstream = exps.map((value, k) => share * (value / sum - Number(k === code)))
  const below = new Float64Array(head.inputs)
  for (let i = 0; i < head.inputs; i += 1) {
    if (at(features, i) === 0) continue
    for (let k = 0; k < head.outputs; k += 1)
      below[i] = at(below, i) + at(upstream, k) * at(head.weights, i * head.outputs + k)
  }
  gather(head, features, 0, upstream)
  gather(hidden, rows, row * hidden.inputs, below)
}

function gather(
  { inputs, outputs, gradient }: Layer,
  rows: ArrayLike<number>,
  offset: number,
  upstream: Float64Array,
): void {
  for (let i = 0; i <= inputs; i += 1) {
    const x = i === inputs ? 1 : (rows[offset + i] ?? 0)
    if (x === 0) continue
    for (let j = 0; j < outputs; j += 1)
      gradient[i * outputs + j] = at(gradient, i * outputs + j) + x * at(upstream, j)
  }
}

/** One step of Adam; the gradient starts over. */
function update({ weights, gradient, mean, square }: Layer, step: number): void {
  const { rate, betas, epsilon } = settings
  const [first, second] = betas
  const size = (rate * Math.sqrt(1 - second ** step)) / (1 - first ** step)
  for (let place = 0; place < weights.length; place += 1) {
    const slope = at(gradient, place)
    const [m, v] = [
      first * at(mean, place) + (1 - first) * slope,
      second * at(square, place) + (1 - second) * slope * slope,
    ]
    mean[place] = m
    square[place] = v
    weights[place] = at(weights, place) - (size * m) / (Math.sqrt(v) + epsilon)
    gradient[place] = 0
  }
}

const rectified = (x: number): number => Math.max(0, x)

const at = (values: Float64Array, place: number): number => values[place] ?? Number.NaN
