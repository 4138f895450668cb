// Operators along axes, as functions: no axes means all of them, negative ones count from the end.
import type { OperatorDefinition, Value } from '../graph.js'
import { apply } from '../graph.js'
import * as operators from '../operators/index.js'
import { at } from '../rules/lanes.js'
import type { ReductionAttributes } from '../rules/reducing.js'
import { normalAxis } from '../tensor-type.js'
import type { Reducing } from '../vocabulary.js'
import { elementwise } from './elementwise.js'

/** Reductions whose nodes say where they come from. */
export function reducing(origin: string): Reducing<Value> {
  const of = (definition: OperatorDefinition<ReductionAttributes>) => {
    return (x: Value, axes?: readonly number[], keep = false): Value => {
      const rank = x.type.shape.length
      const full =
        axes?.map((axis) => normalAxis(axis, rank)) ?? Array.from({ length: rank }, (_, axis) => axis)
      if (full.length === 0) return x
      const sorted = [...new Set(full)].sort((left, right) => left - right)
      return at(apply(definition, [x], { axes: sorted, keep }, origin), 0)
    }
  }
  const along = (definition: OperatorDefinition<{ readonly axis: number }>) => {
    return (x: Value, axis: number): Value =>
      at(apply(definition, [x], { axis: normalAxis(axis, x.type.shape.length) }, origin), 0)
  }
  const reduceMax = of(operators.reduceMax)
  const logSoftmax = along(operators.logSoftmax)
  const { negate } = elementwise(origin)
  return {
    reduceSum: of(operators.reduceSum),
    reduceMean: of(operators.reduceMean),
    reduceMax,
    reduceMin: (x, axes, keep) => negate(reduceMax(negate(x), axes, keep)),
    argMax: (x, axis, keep = false) => {
      const place = normalAxis(axis, x.type.shape.length)
      return at(apply(operators.argMax, [x], { axis: place, keep }, origin), 0)
    },
    softmax: along(operators.softmax),
    logSoftmax,
    crossEntropy: (x, codes) =>
      at(apply(operators.crossEntropy, [x, logSoftmax(x, -1), codes], {}, origin), 0),
  }
}
