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
  const { abs } = elementwise(origin)
  const logSoftmax = along(operators.logSoftmax)
  return {
    reduceSum: of(operators.reduceSum),
    reduceMean: of(operators.reduceMean),
    reduceMax: of(operators.reduceMax),
    reduceMin: of(operators.reduceMin),
    reduceProd: of(operators.reduceProd),
    reduceL2: (x, axes, keep) => (hasAxes(x, axes) ? of(operators.reduceL2)(x, axes, keep) : abs(x)),
    logSumExp: of(operators.logSumExp),
    argMax: (x, axis, keep = false) => {
      const place = normalAxis(axis, x.type.shape.length)
      return at(apply(operators.argMax, [x], { axis: place, keep }, origin), 0)
    },
    ...ordering(origin),
    softmax: along(operators.softmax),
    logSoftmax,
    crossEntropy: (x, codes) =>
      at(apply(operators.crossEntropy, [x, logSoftmax(x, -1), codes], {}, origin), 0),
  }
}

function ordering(origin: string): Pick<Reducing<Value>, 'cumulativeSum' | 'topK'> {
  return {
    cumulativeSum: (x, axis, { exclusive = false, reverse = false } = {}) => {
      const attributes = { axis: normalAxis(axis, x.type.shape.length), exclusive, reverse }
      return at(apply(operators.cumulativeSum, [x], attributes, origin), 0)
    },
    topK: (x, count, axis, { smallest = false } = {}) => {
      const attributes = { count, axis: normalAxis(axis, x.type.shape.length), smallest }
      const results = apply(operators.topK, [x], attributes, origin)
      return [at(results, 0), at(results, 1)]
    },
  }
}

/** Whether anything is reduced at all; the norm of a single entry is its size. */
const hasAxes = (x: Value, axes?: readonly number[]): boolean => (axes ?? x.type.shape).length > 0
