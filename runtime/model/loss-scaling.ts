// Dynamic loss scaling, for mixed precision: gradients that half precision would round to zero are lifted by a factor on the loss, which
// is taken off again before anything looks at them. Micikevicius et al., "Mixed Precision Training", ICLR 2018, sections 3.2 and 4;
// the rule by which the factor moves, and its first value, are those of NVIDIA's Apex and PyTorch's GradScaler.
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType } from '../tensor/tensor-type.js'
import { goodUpdatesName, lossScaleName, type StateSlot } from './slots.js'

/** The factor at the start: 2¹⁶. */
export const firstLossScale = 2 ** 16

/** Updates without an overflow after which the factor doubles. */
export const goodUpdatesToGrow = 2000

/** It never leaves these bounds: powers of two, so that taking it off is exact. */
const [smallest, largest] = [2 ** -14, 2 ** 24]

/** The scale of a loss. */
export interface LossScaling {
  /** What the loss is multiplied by, a scalar: the gradient that starts the way back. */
  readonly scale: Value
  /** Gradients of the loss itself from those of the scaled one. */
  unscale(gradients: readonly Value[]): readonly Value[]
  /** Looks at the gradients of an update. */
  guard(gradients: readonly Value[]): UpdateGuard
}

/** What becomes of an update. */
export interface UpdateGuard {
  /** The value after the update, or as it was where a gradient is not finite. */
  keep(slot: StateSlot): StateSlot
  /** The scale and the updates since it changed: halved where a gradient is not finite, doubled after enough good ones. */
  readonly slots: readonly StateSlot[]
}

/**
 * The scale as state of the loop. At its lower bound nothing is skipped any more: what still is not finite is no matter of the scale, and
 * ends the training as diverged, as in float32.
 */
export function lossScaling(graph: Builder): LossScaling {
  const scale = graph.input(lossScaleName, tensorType('float32', []))
  const good = graph.input(goodUpdatesName, tensorType('float32', []))
  return {
    scale,
    unscale: (gradients) => {
      const inverse = graph.divide(1, scale)
      return gradients.map((gradient) => graph.multiply(gradient, inverse))
    },
    guard: (gradients) => {
      const trace = traceOf(gradients, graph)
      const isFinite = graph.equal(trace, 0)
      const isTaken = graph.equal(graph.where(graph.lessOrEqual(scale, smallest), 0, trace), 0)
      const count = graph.add(good, 1)
      const grows = graph.greaterOrEqual(count, goodUpdatesToGrow)
      const grown = graph.where(grows, graph.minimum(graph.multiply(scale, 2), largest), scale)
      const shrunk = graph.maximum(graph.multiply(scale, 0.5), smallest)
      const counted = graph.where(grows, 0, count)
      return {
        keep: (slot) => ({ ...slot, next: graph.where(isTaken, slot.next, slot.current) }),
        slots: [
          { name: lossScaleName, shape: [], current: scale, next: graph.where(isFinite, grown, shrunk) },
          { name: goodUpdatesName, shape: [], current: good, next: graph.where(isFinite, counted, 0) },
        ],
      }
    },
  }
}

/** 0 where all entries are finite, else no number: 0 times each entry, added up. */
function traceOf(gradients: readonly Value[], graph: Builder): Value {
  const [first, ...others] = gradients.map((gradient) => graph.reduceSum(graph.multiply(gradient, 0)))
  return others.reduce((sum, trace) => graph.add(sum, trace), first ?? graph.scalar(0, 'float32'))
}
