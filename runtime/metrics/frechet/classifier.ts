// A classifier of two layers on the host, in double precision: small enough that it needs no graph.
import type { RandomStream } from '../../support/random.js'

/** A fully connected layer and what Adam keeps for it; weights are [inputs + 1, outputs], the biases last. */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  readonly weights: Float64Array
  readonly gradient: Float64Array
  readonly mean: Float64Array
  readonly square: Float64Array
}

/** x → ReLU units → scores. */
export interface Classifier {
  readonly hidden: Layer
  readonly head: Layer
}

/** Weights by He's initialization, biases 0. */
export const classifierOf = (
  inputs: number,
  units: number,
  classes: number,
  random: RandomStream,
): Classifier => ({
  hidden: layerOf(inputs, units, random.derive('hidden')),
  head: layerOf(units, classes, random.derive('head')),
})

function layerOf(inputs: number, outputs: number, random: RandomStream): Layer {
  const zeros = (): Float64Array => new Float64Array((inputs + 1) * outputs)
  const weights = zeros()
  const deviation = Math.sqrt(2 / inputs)
  for (let place = 0; place < inputs * outputs; place += 1) weights[place] = random.normal() * deviation
  return { inputs, outputs, weights, gradient: zeros(), mean: zeros(), square: zeros() }
}

/** Hidden units of the row that starts at `offset`. */
export const unitsOf = ({ hidden }: Classifier, rows: ArrayLike<number>, offset: number): Float64Array =>
  answer(hidden, rows, offset).map((x) => Math.max(0, x))

/** Class scores of hidden units. */
export const scoresOf = ({ head }: Classifier, units: Float64Array): Float64Array => answer(head, units, 0)

/** W·x + b. */
function answer({ inputs, outputs, weights }: Layer, rows: ArrayLike<number>, offset: number): Float64Array {
  const result = weights.slice(inputs * outputs)
  for (let i = 0; i < inputs; i += 1) {
    const x = rows[offset + i] ?? 0
    if (x === 0) continue
    for (let j = 0; j < outputs; j += 1) result[j] = at(result, j) + x * at(weights, i * outputs + j)
  }
  return result
}

/** Adds `share` times the gradient of −log softmax(scores)[code] for the row that starts at `offset`. */
export function learn(
  classifier: Classifier,
  rows: ArrayLike<number>,
  offset: number,
  code: number,
  share: number,
): void {
  const { hidden, head } = classifier
  const units = unitsOf(classifier, rows, offset)
  const scores = scoresOf(classifier, units)
  const highest = Math.max(...scores)
  const exps = scores.map((score) => Math.exp(score - highest))
  const sum = exps.reduce((total, value) => total + value, 0)
  const upstream = exps.map((value, k) => share * (value / sum - Number(k === code)))
  const below = units.map((unit, i) => (unit === 0 ? 0 : dotRow(head, i, upstream)))
  gather(head, units, 0, upstream)
  gather(hidden, rows, offset, below)
}

/** Row i of the weights times a vector. */
function dotRow({ outputs, weights }: Layer, i: number, vector: Float64Array): number {
  let sum = 0
  for (let j = 0; j < outputs; j += 1) sum += at(weights, i * outputs + j) * at(vector, j)
  return sum
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

/** One step of Adam (from 1) at its standard settings; gradients start over. */
export function update({ hidden, head }: Classifier, step: number, rate: number): void {
  const [first, second] = [0.9, 0.999]
  const size = (rate * Math.sqrt(1 - second ** step)) / (1 - first ** step)
  for (const { weights, gradient, mean, square } of [hidden, head]) {
    for (let place = 0; place < weights.length; place += 1) {
      const slope = at(gradient, place)
      const m = first * at(mean, place) + (1 - first) * slope
      const v = second * at(square, place) + (1 - second) * slope * slope
      mean[place] = m
      square[place] = v
      weights[place] = at(weights, place) - (size * m) / (Math.sqrt(v) + 1e-8)
      gradient[place] = 0
    }
  }
}

const at = (values: Float64Array, place: number): number => values[place] ?? Number.NaN
