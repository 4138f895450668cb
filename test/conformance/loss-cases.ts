// One case or more for every loss: its formula in double precision on plain numbers, written from the papers, never from the graph.
import type * as losses from '../../runtime/model/losses/index.js'
import type { Target } from '../../runtime/model/losses/loss.js'
import type { Options } from '../../runtime/model/options.js'

/** A loss with options on outputs of some width. */
export interface LossCase {
  readonly options?: Options
  /** Outputs a row. */
  readonly width: number
  readonly target: Target
  /** Makes a target of a standard normal draw, where the loss does not take every real number. */
  readonly targetOf?: (draw: number) => number
  /** Loss of each row. */
  readonly rows: (outputs: Rows, targets: readonly number[]) => readonly number[]
}

export type Rows = readonly (readonly number[])[]

const real: Target = { kind: 'real' }
const classes = (count: number): Target => ({ kind: 'class', classes: count })

/** A loss of one real output, by its error or by both. */
const each =
  (loss: (output: number, target: number) => number): LossCase['rows'] =>
  (outputs, targets) =>
    outputs.map(([output = NaN], row) => loss(output, targets[row] ?? NaN))

/** A loss of several outputs a row, such as class scores. */
const scored =
  (loss: (scores: readonly number[], code: number) => number): LossCase['rows'] =>
  (outputs, targets) =>
    outputs.map((scores, row) => loss(scores, targets[row] ?? NaN))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0)

/** log softmax. */
export const logShares = (scores: readonly number[]): readonly number[] => {
  const total = Math.log(sum(scores.map(Math.exp)))
  return scores.map((score) => score - total)
}

const focal = (logShare: number, gamma: number): number => -((1 - Math.exp(logShare)) ** gamma) * logShare

const divergence = (shares: readonly number[], logs: readonly number[]): number =>
  sum(shares.map((share, k) => (share === 0 ? 0 : share * (Math.log(share) - (logs[k] ?? NaN)))))

/** −log of the density of y where the outputs are mean and log variance. */
const gaussian = (least: number): LossCase['rows'] =>
  scored(([mean = NaN, logVariance = NaN], y) => {
    const variance = Math.exp(logVariance) + least
    return -Math.log(Math.exp(-((y - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance))
  })

/** A loss of embeddings, by the cosines of unit vectors: `loss(rows of the class, other rows, cosine with one)`. */
const embedded =
  (
    loss: (
      positives: readonly number[],
      negatives: readonly number[],
      cosine: (other: number) => number,
    ) => number,
  ): LossCase['rows'] =>
  (outputs, targets) => {
    const units = outputs.map((x) => x.map((entry) => entry / Math.hypot(...x)))
    return units.map((z, row) => {
      const others = units.flatMap((_, index) => (index === row ? [] : [index]))
      return loss(
        others.filter((other) => targets[other] === targets[row]),
        others.filter((other) => targets[other] !== targets[row]),
        (other) => sum(z.map((entry, k) => entry * (units[other]?.[k] ?? NaN))),
      )
    })
  }

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : sum(numbers) / numbers.length

const supervisedContrastive = (temperature: number): LossCase['rows'] =>
  embedded((positives, negatives, cosine) => {
    const all = sum([...positives, ...negatives].map((a) => Math.exp(cosine(a) / temperature)))
    return mean(positives.map((p) => Math.log(all) - cosine(p) / temperature))
  })

const infoNce = (temperature: number): LossCase['rows'] =>
  embedded((positives, negatives, cosine) => {
    const against = sum(negatives.map((n) => Math.exp(cosine(n) / temperature)))
    return mean(
      positives.map((p) => {
        const own = Math.exp(cosine(p) / temperature)
        return -Math.log(own / (own + against))
      }),
    )
  })

/** Costs of triplets by brute force. */
const triplet = (margin: number, mining: 'hard' | 'all'): LossCase['rows'] =>
  embedded((positives, negatives, cosine) => {
    const distance = (other: number): number => Math.sqrt(2 - 2 * cosine(other))
    const costs = positives.flatMap((p) =>
      negatives.map((n) => Math.max(0, margin + distance(p) - distance(n))),
    )
    if (mining === 'all') return mean(costs.filter((cost) => cost > 0))
    return costs.length === 0 ? 0 : Math.max(...costs)
  })

/** Losses that hold outputs against targets; those that run the model themselves have tests of their own. */
export type HeldAgainstTargets = Exclude<keyof typeof losses, 'consistency'>

/** A missing loss does not compile. */
export const lossCases: Readonly<Record<HeldAgainstTargets, readonly LossCase[]>> = {
  binaryCrossEntropy: [
    {
      width: 1,
      target: classes(2),
      rows: each((z, y) => -Math.log(1 / (1 + Math.exp(y === 1 ? -z : z)))),
    },
  ],
  crossEntropy: [
    { width: 4, target: classes(4), rows: scored((scores, y) => -(logShares(scores)[y] ?? NaN)) },
    {
      options: { label_smoothing: 0.2, class_weights: [1, 2, 0.5, 3] },
      width: 4,
      target: classes(4),
      rows: scored(
        (scores, y) =>
          -([1, 2, 0.5, 3][y] ?? NaN) *
          sum(logShares(scores).map((log, k) => (0.05 + (k === y ? 0.8 : 0)) * log)),
      ),
    },
  ],
  focal: [
    { width: 4, target: classes(4), rows: scored((scores, y) => focal(logShares(scores)[y] ?? NaN, 2)) },
    {
      options: { gamma: 0.5, class_weights: [1, 2, 0.5] },
      width: 3,
      target: classes(3),
      rows: scored((scores, y) => ([1, 2, 0.5][y] ?? NaN) * focal(logShares(scores)[y] ?? NaN, 0.5)),
    },
    {
      options: { gamma: 0 },
      width: 3,
      target: classes(3),
      rows: scored((scores, y) => -(logShares(scores)[y] ?? NaN)),
    },
    {
      options: { gamma: 1.5 },
      width: 1,
      target: classes(2),
      rows: each((z, y) => focal(-Math.log(1 + Math.exp(y === 1 ? -z : z)), 1.5)),
    },
  ],
  gaussianNll: [
    { width: 2, target: real, rows: gaussian(1e-6) },
    { options: { minimum_variance: 0.3 }, width: 2, target: real, rows: gaussian(0.3) },
  ],
  hinge: [
    {
      width: 4,
      target: classes(4),
      rows: scored((scores, y) =>
        Math.max(0, ...scores.flatMap((z, k) => (k === y ? [] : [1 + z - (scores[y] ?? NaN)]))),
      ),
    },
    {
      options: { margin: 0.4 },
      width: 1,
      target: classes(2),
      rows: each((z, y) => Math.max(0, 0.4 - (y === 1 ? z : -z))),
    },
  ],
  huber: [
    {
      options: { delta: 0.7 },
      width: 1,
      target: real,
      rows: each((x, y) => {
        const size = Math.abs(x - y)
        return size <= 0.7 ? size ** 2 / 2 : 0.7 * (size - 0.35)
      }),
    },
  ],
  infoNce: [
    { width: 3, target: classes(3), rows: infoNce(0.1) },
    { options: { temperature: 0.7 }, width: 2, target: classes(5), rows: infoNce(0.7) },
  ],
  klDivergence: [
    {
      // Rows that sum to 10, 1 and 4; one with zeros.
      options: { distributions: [7, 2, 1, 0, 1, 0, 1, 1, 2] },
      width: 3,
      target: classes(3),
      rows: scored((scores, y) =>
        divergence(
          [
            [0.7, 0.2, 0.1],
            [0, 1, 0],
            [0.25, 0.25, 0.5],
          ][y] ?? [],
          logShares(scores),
        ),
      ),
    },
  ],
  logCosh: [{ width: 1, target: real, rows: each((x, y) => Math.log(Math.cosh(x - y))) }],
  mae: [{ width: 1, target: real, rows: each((x, y) => Math.abs(x - y)) }],
  mse: [{ width: 1, target: real, rows: each((x, y) => (x - y) ** 2) }],
  poissonNll: [
    {
      width: 1,
      target: real,
      targetOf: (draw) => Math.floor(draw ** 2),
      rows: each((z, y) => Math.exp(z) - y * z),
    },
  ],
  pseudoHuber: [
    { width: 1, target: real, rows: each((x, y) => Math.hypot(x - y, 1) - 1) },
    { options: { c: 0.03 }, width: 1, target: real, rows: each((x, y) => Math.hypot(x - y, 0.03) - 0.03) },
  ],
  quantile: [
    { width: 1, target: real, rows: each((x, y) => Math.abs(x - y) / 2) },
    {
      options: { quantile: 0.9 },
      width: 1,
      target: real,
      rows: each((x, y) => (y > x ? 0.9 * (y - x) : 0.1 * (x - y))),
    },
  ],
  supervisedContrastive: [
    { width: 3, target: classes(3), rows: supervisedContrastive(0.1) },
    { options: { temperature: 0.7 }, width: 2, target: classes(5), rows: supervisedContrastive(0.7) },
  ],
  triplet: [
    { width: 3, target: classes(3), rows: triplet(0.2, 'hard') },
    { options: { margin: 0.5, mining: 'all' }, width: 4, target: classes(2), rows: triplet(0.5, 'all') },
  ],
}
