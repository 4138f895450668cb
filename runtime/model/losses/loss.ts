// The contract of losses: one number a row in the graph, averaged over the batch by the training step.
import type { Definition } from '../../../schemas/definition.js'
import { showShape, sizeOf, type Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Options } from '../options.js'

/** What is learned: one of several classes (int64 codes), or a real number (float32). */
export type Target = { readonly kind: 'class'; readonly classes: number } | { readonly kind: 'real' }

/** What a loss finds while its graph is built. */
export interface LossContext {
  readonly graph: Builder
  /** An `x-scale` option as a float32 scalar. */
  scalar(option: string): Value
  /** Whether an `x-scale` option is exactly 0 (a fact of the structure): what it scales may be left out. */
  isZero(option: string): boolean
}

/** A loss. */
export interface Loss extends Definition {
  readonly role: 'loss'
  /** What it is held against: class codes (int64), or real numbers (float32). */
  readonly target: Target['kind']
  /** Why outputs of this kind cannot be held against this target with these options, in one sentence. */
  refuses(output: Signal, target: Target, options: Options, input: Signal): string | undefined
  /** Absent: class scores, or what a value is predicted from. Metrics of classes have nothing to read in embeddings. */
  readonly outputs?: 'embeddings'
  /** Numbers held for each row of a batch to compare it with others; absent where rows stand alone. */
  compares?(options: Options, batch: number): number
  /** Loss of each row [N] from outputs [N, …] and targets [N]. */
  rows(options: Options, outputs: Value, targets: Value, context: LossContext): Value
  /** What the model says: class probabilities [N, classes], values [N], or embeddings [N, width]. */
  predict(outputs: Value, graph: Builder): Value
}

/** Refusal of a loss that needs one output a class. */
export function refuseClasses(kind: string, output: Signal, target: Target): string | undefined {
  if (target.kind !== 'class') return `'${kind}' needs class targets, but the target is a real number`
  if (output.shape.length === 1 && output.shape[0] === target.classes) return undefined
  return `'${kind}' needs ${String(target.classes)} outputs, one a class, but the model ends in ${showShape(output.shape)}`
}

/** Refusal of a loss that takes one output a class, or one output for two classes. */
export function refuseScores(kind: string, output: Signal, target: Target): string | undefined {
  const isLone = target.kind === 'class' && target.classes === 2 && sizeOf(output.shape) === 1
  return isLone ? undefined : refuseClasses(kind, output, target)
}

/** Refusal of a loss that compares one output with one real target. */
export function refuseValue(kind: string, output: Signal, target: Target): string | undefined {
  if (target.kind !== 'real') return `'${kind}' needs a real target, but the target is a class`
  if (sizeOf(output.shape) === 1) return undefined
  return `'${kind}' needs one output, but the model ends in ${showShape(output.shape)}`
}

/** Outputs [N, 1] or [N] as [N]. */
export const oneColumn = (outputs: Value, graph: Builder): Value => {
  const batch = outputs.type.shape[0] ?? 1
  return graph.reshape(outputs, [batch])
}

/** Class probabilities from scores: their softmax, or from one score `[N, 1]` or `[N]` for two classes its sigmoid, `[N, 2]`. */
export function sharesOf(outputs: Value, graph: Builder): Value {
  const [, width = 1] = outputs.type.shape
  if (width !== 1) return graph.softmax(outputs, 1)
  const second = graph.unsqueeze(graph.sigmoid(oneColumn(outputs, graph)), [1])
  return graph.concat([graph.subtract(1, second), second], 1)
}
