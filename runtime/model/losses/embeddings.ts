// What losses of embeddings share: unit vectors, and which rows of a batch belong together.
// Batches are drawn at random, so neighbours in a batch have nothing in common: rows belong together where their labels are equal.
import { showShape, sizeOf, type Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import { widthOf } from './class-codes.js'
import type { Target } from './loss.js'

/** Refusal of a loss whose outputs are the coordinates of an embedding. */
export function refuseEmbeddings(kind: string, output: Signal, target: Target): string | undefined {
  if (target.kind !== 'class') return `'${kind}' needs class targets, but the target is a real number`
  if (sizeOf(output.shape) >= 2) return undefined
  return `'${kind}' needs embeddings of two numbers or more, but the model ends in ${showShape(output.shape)}`
}

/** Outputs divided by their lengths, `[N, …] → [N, D]`; a vector of zeros stays one. */
export function unitVectors(outputs: Value, graph: Builder): Value {
  const [batch = 1] = outputs.type.shape
  const flat = graph.reshape(outputs, [batch, widthOf(outputs)])
  return graph.divide(flat, graph.maximum(graph.reduceL2(flat, [1], true), 1e-12))
}

/** Cosines of all pairs of unit vectors, `[N, D] → [N, N]`. */
export const cosines = (units: Value, graph: Builder): Value =>
  graph.matmul(units, units, { transposeRight: true })

/** Pairs of rows `[N, N]`, as conditions. */
export interface Pairs {
  /** A row with itself. */
  readonly self: Value
  /** Two rows of one class. */
  readonly positive: Value
  /** Two rows of different classes. */
  readonly negative: Value
}

/** Which pairs of a batch have equal targets. */
export function pairsOf(targets: Value, graph: Builder): Pairs {
  // Places counted by a running sum, because the evaluation graph does not know the length of its batches.
  const places = graph.cumulativeSum(graph.cast(graph.equal(targets, targets), 'float32'), 0)
  const self = equalPairs(places, graph)
  const equal = equalPairs(targets, graph)
  return { self, positive: graph.and(equal, graph.not(self)), negative: graph.not(equal) }
}

const equalPairs = (x: Value, graph: Builder): Value =>
  graph.equal(graph.unsqueeze(x, [1]), graph.unsqueeze(x, [0]))

/** Mean over the positives of each row, `[N, N] → [N]`; 0 where a row has none in its batch. */
export function meanOfPositives(values: Value, positive: Value, graph: Builder): Value {
  const counts = graph.reduceSum(graph.cast(positive, 'float32'), [1])
  return graph.divide(graph.reduceSum(graph.where(positive, values, 0), [1]), graph.maximum(counts, 1))
}

/** The option `temperature`, with its default. */
export const temperature = <const T extends number>(standard: T) =>
  ({
    type: 'number',
    minimum: 1e-3,
    default: standard,
    description: 'What cosines are divided by: the lower, the more the nearest rows count.',
    'x-open': true,
    'x-scale': true,
    'x-shorthand': true,
  }) as const
