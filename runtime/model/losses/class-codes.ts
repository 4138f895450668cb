// What losses of classes share: codes as rows, and how far the own class is from the others.
import { listOption, hasOption, type Options } from '../options.js'
import type { Definition } from '../../../schemas/definition.js'
import type { Builder, Value } from '../../tensor/graph.js'
import { tensorFrom, tensorOf, type Tensor } from '../../tensor/tensor.js'

/** 1 at the class and 0 elsewhere, `[N] → [N, classes]`. Rows of an identity matrix are quicker than comparisons, while it is small. */
export const codesOf = (targets: Value, classes: number, graph: Builder): Value =>
  classes > 256 ? graph.oneHot(targets, classes) : graph.gather(graph.constant(identity(classes)), targets, 0)

/** The code of each class as a row. */
const identity = (size: number): Tensor =>
  tensorFrom(
    'float32',
    [size, size],
    Float32Array.from({ length: size * size }, (_, place) => (place % (size + 1) === 0 ? 1 : 0)),
  )

/** The number of outputs a row. */
export const widthOf = (outputs: Value): number =>
  outputs.type.shape.slice(1).reduce<number>((width, axis) => width * Number(axis), 1)

/** A score that no exponential sees and no maximum takes. */
export const never = -3e38

/** Score of the class of each row, and those of the others; the own class stands among them with a score that never counts. */
export function ownAndOthers(
  outputs: Value,
  targets: Value,
  graph: Builder,
): { readonly own: Value; readonly others: Value } {
  const codes = codesOf(targets, widthOf(outputs), graph)
  return {
    own: graph.reduceSum(graph.multiply(outputs, codes), [1]),
    others: graph.where(graph.greater(codes, 0), never, outputs),
  }
}

/** The option `class_weights`. */
export const classWeights = {
  type: 'array',
  items: { type: 'number', minimum: 0 },
  minItems: 2,
  description: 'Weight of each class, in the order of the class codes; all 1 unless written.',
} as const

/** Rows times the weights of their classes, where weights are written. */
export function weighted(rows: Value, targets: Value, use: WeightedUse, graph: Builder): Value {
  const { definition, options } = use
  if (!hasOption(definition, options, 'class_weights')) return rows
  const weights = listOption(definition, options, 'class_weights')
  return graph.multiply(
    rows,
    graph.gather(graph.constant(tensorOf('float32', [weights.length], weights)), targets, 0),
  )
}

/** A loss that has {@link classWeights}, and its options. */
export interface WeightedUse {
  readonly definition: Definition
  readonly options: Options
}

/** Refusal of weights that are not one a class. */
export function refuseWeights({ definition, options }: WeightedUse, classes: number): string | undefined {
  if (!hasOption(definition, options, 'class_weights')) return undefined
  const { length } = listOption(definition, options, 'class_weights')
  if (length === classes) return undefined
  return `'${definition.kind}' needs one weight a class, which are ${String(classes)}, but 'class_weights' has ${String(length)}`
}
