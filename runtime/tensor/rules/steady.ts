// Population forms that give a member the same bits in every slot. ONNX Runtime's Eigen kernels take four numbers at a time from
// addresses that four floats divide, and single numbers before and after: another order of adding, another logarithm in the last bit.
// So where a member's own entries do not come in fours, they are padded to fours. (A product with ones is no way out: ONNX Runtime
// runs the rows of all members through one kernel, which takes the last rows in another way.)
import type { Builder, Value } from '../graph.js'
import { countOf, fixedShape } from '../tensor-type.js'

/** Numbers that the kernels take at once: 128 bits, for which ONNX Runtime is built on all platforms. */
const lanes = 4

/** Whether every member of `x [width, …]` starts at an address of the same kind. */
export const isSteady = (x: Value): boolean =>
  x.type.element !== 'float32' || countOf(x.type.shape.slice(1)) % lanes === 0

/** An elementwise function whose last bit depends on where an entry lies: `x [width, …]`, members padded to fours. */
export function steadyMap(x: Value, map: (padded: Value) => Value, g: Builder): Value {
  if (isSteady(x)) return map(x)
  const [width = 1, ...shape] = fixedShape(x.type.shape)
  const size = countOf(shape)
  const flat = g.reshape(x, [width, size])
  const padded = map(g.pad(flat, [0, 0], [0, lanes - (size % lanes)], 1))
  return g.reshape(g.slice(padded, [{ axis: 1, start: 0, end: size }]), [width, ...shape])
}

/** A reduction of parts that can be reduced again: its function, and the number that changes nothing. */
export interface SteadyRule {
  readonly neutral: number
  readonly reduce: (x: Value, axes: readonly number[], keep: boolean, g: Builder) => Value
}

/**
 * The population form of a reduction over axes of `x [width, …]`, counted with the population axis. Entries that are
 * put together lie next to each other where the last axes are reduced (those of length 1 aside): there neutral entries
 * are put in between.
 */
export const steadyReduction =
  (rule: SteadyRule): SteadyRule['reduce'] =>
  (x, axes, keep, g) => {
    const shape = fixedShape(x.type.shape)
    const run = lastRun(shape, axes)
    if (run === shape.length || isSteady(x)) return rule.reduce(x, axes, keep, g)
    const [width = 1, ...before] = shape.slice(0, run)
    const count = countOf(shape.slice(run))
    const rows = g.reshape(x, [width, countOf(before), count])
    const missing = (lanes - (count % lanes)) % lanes
    const padded = missing === 0 ? rows : g.pad(rows, [0, 0, 0], [0, 0, missing], rule.neutral)
    const part = rule.reduce(padded, [2], false, g)
    const partial = g.reshape(part, [width, ...before, ...shape.slice(run).map(() => 1)])
    const others = axes.filter((axis) => axis < run)
    const whole = others.length === 0 ? partial : steadyReduction(rule)(partial, others, true, g)
    const kept = fixedShape(whole.type.shape)
    return keep
      ? whole
      : g.reshape(
          whole,
          kept.filter((_, axis) => !axes.includes(axis)),
        )
  }

/** Σ over axes. */
export const steadySum = steadyReduction({
  neutral: 0,
  reduce: (x, axes, keep, g) => g.reduceSum(x, axes, keep),
})

/** The mean as {@link steadySum} / n; where nothing is unsteady, the runtime's own. */
export function steadyMean(x: Value, axes: readonly number[], keep: boolean, g: Builder): Value {
  const shape = fixedShape(x.type.shape)
  if (lastRun(shape, axes) === shape.length || isSteady(x)) return g.reduceMean(x, axes, keep)
  return g.divide(steadySum(x, axes, keep, g), countOf(axes.map((axis) => shape[axis] ?? 1)))
}

/** First axis of the longest end of the shape that is summed or of length 1; the rank where nothing in it is summed. */
function lastRun(shape: readonly number[], axes: readonly number[]): number {
  let first = shape.length
  while (first > 1 && (axes.includes(first - 1) || shape[first - 1] === 1)) first -= 1
  const isSummed = axes.some((axis) => axis >= first && (shape[axis] ?? 1) > 1)
  return isSummed ? first : shape.length
}
