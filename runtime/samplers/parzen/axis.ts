// Where the values of one decision lie for a Parzen estimator: on a line, on the points of a line, or in no order at all.
import type { Domain, Value } from '../../space/decision.js'
import { indexOf, valueAt } from '../../space/domain.js'

/** A continuous decision. Positions are values, or their logarithms where the domain is logarithmic. */
export interface RealAxis {
  readonly kind: 'real'
  /** Ends of the kernels' support; infinite for a normal domain. */
  readonly low: number
  readonly high: number
  /** Centre and deviation of the prior kernel; the deviation is also the greatest bandwidth. */
  readonly middle: number
  readonly spread: number
  readonly coordinate: (value: Value) => number
  readonly value: (coordinate: number) => Value
}

/** An ordered, finite decision: integers, or a list of numbers by their rank. Coordinates are indexes 0 … count − 1. */
export interface LatticeAxis {
  readonly kind: 'lattice'
  readonly count: number
  /** Ends of the kernels' support: half a step beyond the first and the last point. */
  readonly low: number
  readonly high: number
  readonly middle: number
  readonly spread: number
  readonly position: (index: number) => number
  /** Where the cell of an index begins; the cell of `count − 1` ends at `edge(count)`. */
  readonly edge: (index: number) => number
  /** The index whose cell holds a position. */
  readonly cellOf: (position: number) => number
  readonly coordinate: (value: Value) => number
  readonly value: (coordinate: number) => Value
}

/** An unordered list. Coordinates are indexes. */
export interface CategoryAxis {
  readonly kind: 'categories'
  readonly count: number
  readonly coordinate: (value: Value) => number
  readonly value: (coordinate: number) => Value
}

export type Axis = RealAxis | LatticeAxis | CategoryAxis

/**
 * The axis of a domain. Logarithmic domains are modelled in log space; integers own the stretch half a step to either side (Optuna), which is
 * [log(k − ½), log(k + ½)] on a log scale; lists of numbers are ordered, and modelled by rank; other lists have no order.
 */
export function axisOf(domain: Domain): Axis {
  switch (domain.kind) {
    case 'uniform':
      return realAxis(domain.low, domain.high, Number, clampTo(domain))
    case 'log_uniform': {
      const clamp = clampTo(domain)
      return realAxis(
        Math.log(domain.low),
        Math.log(domain.high),
        (value) => Math.log(Number(value)),
        (x) => clamp(Math.exp(x)),
      )
    }
    case 'normal':
      return {
        ...realAxis(-Infinity, Infinity, Number, (x) => x),
        middle: domain.mean,
        spread: domain.deviation,
      }
    case 'int':
      return latticeAxis(
        domain,
        domain.high - domain.low + 1,
        (step) => domain.low + step,
        (position) => position - domain.low,
      )
    case 'log_int':
      return latticeAxis(
        domain,
        domain.high - domain.low + 1,
        (step) => Math.log(domain.low + step),
        (position) => Math.exp(position) - domain.low,
      )
    case 'values':
      return domain.ordered
        ? latticeAxis(domain, domain.values.length, identity, identity)
        : {
            kind: 'categories',
            count: domain.values.length,
            coordinate: (value) => indexOf(domain, value),
            value: (index) => valueAt(domain, index),
          }
  }
}

const identity = (value: number): number => value

const clampTo =
  ({ low, high }: { readonly low: number; readonly high: number }) =>
  (value: number): number =>
    Math.min(high, Math.max(low, value))

function realAxis(
  low: number,
  high: number,
  coordinate: (value: Value) => number,
  value: (coordinate: number) => number,
): RealAxis {
  return { kind: 'real', low, high, middle: (low + high) / 2, spread: high - low, coordinate, value }
}

/** `scale` takes a step count (halves allowed) to its position, `steps` back. */
function latticeAxis(
  domain: Domain,
  count: number,
  scale: (step: number) => number,
  steps: (position: number) => number,
): LatticeAxis {
  const low = scale(-0.5)
  const high = scale(count - 0.5)
  return {
    kind: 'lattice',
    count,
    low,
    high,
    middle: (low + high) / 2,
    spread: high - low,
    position: scale,
    edge: (index) => scale(index - 0.5),
    cellOf: (position) => Math.min(count - 1, Math.max(0, Math.round(steps(position)))),
    coordinate: (value) => indexOf(domain, value),
    value: (index) => valueAt(domain, index),
  }
}
