// Cases of operators that work entry by entry.
import type { Elementwise } from '../../../runtime/tensor/vocabulary.js'
import type { CasesOf } from './case.js'
import { g, given, flat, real, apart, codes, flags, broadcasting, onShapes, positive } from './case.js'

/** Cases by operator. */
export const elementwiseCases: CasesOf<keyof Elementwise<unknown>> = {
  abs: onShapes((x) => g.abs(x), apart),
  acos: onShapes(
    (x) => g.acos(x),
    (shape) => real(shape, [-0.9, 0.9]),
  ),
  acosh: onShapes(
    (x) => g.acosh(x),
    (shape) => real(shape, [1.2, 4]),
  ),
  add: broadcasting((x, y) => g.add(x, y), real),
  and: broadcasting((x, y) => g.and(x, y), flags).map(flat),
  asin: onShapes(
    (x) => g.asin(x),
    (shape) => real(shape, [-0.9, 0.9]),
  ),
  asinh: onShapes((x) => g.asinh(x), real),
  atan: onShapes((x) => g.atan(x), real),
  atanh: onShapes(
    (x) => g.atanh(x),
    (shape) => real(shape, [-0.6, 0.6]),
  ),
  cast: [
    ...onShapes((x) => g.cast(x, 'float64'), real),
    flat(given([real([3], [0, 9])], (x) => g.cast(x, 'int64'))),
    flat(given([codes([3], 9)], (x) => g.cast(x, 'float32'))),
    flat(given([{ shape: [3], element: 'uint32', between: [0, 16777216] }], (x) => g.cast(x, 'float32'))),
    flat(given([flags([4])], (x) => g.cast(x, 'float32'))),
  ],
  ceil: onShapes((x) => g.ceil(x), apart).map(flat),
  clip: onShapes((x) => g.clip(x, -0.91, 0.93), apart),
  cos: onShapes((x) => g.cos(x), real),
  cosh: onShapes((x) => g.cosh(x), real),
  divide: broadcasting((x, y) => g.divide(x, y), positive),
  equal: broadcasting(
    (x, y) => g.equal(x, y),
    (shape) => codes(shape, 2),
  ).map(flat),
  erf: onShapes((x) => g.erf(x), real),
  exp: onShapes((x) => g.exp(x), real),
  expm1: onShapes((x) => g.expm1(x), real),
  floor: onShapes((x) => g.floor(x), apart).map(flat),
  gelu: onShapes((x) => g.gelu(x), real),
  greater: broadcasting((x, y) => g.greater(x, y), apart).map(flat),
  greaterOrEqual: broadcasting(
    (x, y) => g.greaterOrEqual(x, y),
    (shape) => codes(shape, 3),
  ).map(flat),
  isNan: onShapes((x) => g.isNan(x), real).map(flat),
  less: broadcasting((x, y) => g.less(x, y), apart).map(flat),
  lessOrEqual: broadcasting(
    (x, y) => g.lessOrEqual(x, y),
    (shape) => codes(shape, 3),
  ).map(flat),
  log: onShapes((x) => g.log(x), positive),
  log1p: onShapes(
    (x) => g.log1p(x),
    (shape) => real(shape, [-0.8, 3]),
  ),
  maximum: broadcasting((x, y) => g.maximum(x, y), apart),
  minimum: broadcasting((x, y) => g.minimum(x, y), apart),
  modulo: [
    // Between multiples: 2 < |a| < 3 against 0.7 < |b| < 0.9.
    ...broadcasting(
      (x, y) => g.modulo(g.add(x, 2), g.add(y, 0.7)),
      (shape) => real(shape, [0.11, 0.13]),
    ),
    given([real([3], [-1.1, -1.05])], (x) => g.modulo(x, 0.5)),
    given([real([3], [1.05, 1.1])], (x) => g.modulo(x, -0.5)),
    flat(given([codes([3, 1], 9, 'int32'), codes([2], 9, 'int32')], (x, y) => g.modulo(x, g.add(y, 1)))),
  ],
  multiply: broadcasting((x, y) => g.multiply(x, y), real),
  negate: onShapes((x) => g.negate(x), real),
  not: onShapes((x) => g.not(x), flags).map(flat),
  or: broadcasting((x, y) => g.or(x, y), flags).map(flat),
  power: broadcasting((x, y) => g.power(x, y), positive),
  reciprocal: onShapes((x) => g.reciprocal(x), positive),
  relu: onShapes((x) => g.relu(x), apart),
  round: onShapes((x) => g.round(x), apart).map(flat),
  shiftRight: [
    flat(given([{ shape: [2, 3], element: 'uint32', between: [0, 4294967296] }], (x) => g.shiftRight(x, 9))),
    flat(given([{ shape: [], element: 'uint32', between: [0, 4294967296] }], (x) => g.shiftRight(x, 31))),
  ],
  sigmoid: onShapes((x) => g.sigmoid(x), real),
  sign: onShapes((x) => g.sign(x), apart).map(flat),
  sin: onShapes((x) => g.sin(x), real),
  sinh: onShapes((x) => g.sinh(x), real),
  softplus: onShapes((x) => g.softplus(x), real),
  sqrt: onShapes((x) => g.sqrt(x), positive),
  stopGradient: onShapes((x) => g.stopGradient(x), real).map(flat),
  standardized: [
    given([real([2, 3])], (x) => g.standardize(x, [1], 0.1)),
    given([real([2, 1, 3])], (x) => g.standardize(x, [0, 2], 0.1)),
    given([real([3, 1])], (x) => g.standardize(x, [1], 0.1)),
    given([real([2, 4])], (x) => g.standardize(x, [-1], 0.1, { centred: false })),
    given([real([4, 2]), real([1, 2])], (x, gain) => {
      const centred = g.subtract(x, g.reduceMean(x, [0], true))
      const scale = g.power(g.add(g.reduceMean(g.multiply(centred, centred), [0], true), 0.1), -0.5)
      return g.standardized(x, centred, scale, { axes: [0], centred: true }, gain)
    }),
  ],
  straightThrough: [
    ...onShapes((x) => g.straightThrough(x, x), real),
    given([real([2, 3])], (x) => g.straightThrough(g.stopGradient(x), x)),
  ],
  subtract: broadcasting((x, y) => g.subtract(x, y), real),
  tan: onShapes(
    (x) => g.tan(x),
    (shape) => real(shape, [-1.2, 1.2]),
  ),
  tanh: onShapes((x) => g.tanh(x), real),
  where: [
    given([flags([2, 3]), real([2, 3]), real([2, 3])], (c, x, y) => g.where(c, x, y)),
    given([flags([3]), real([2, 1]), real([])], (c, x, y) => g.where(c, x, y)),
    given([flags([2, 1]), real([1, 3]), real([2, 3])], (c, x, y) => g.where(c, x, y)),
  ],
  xor: broadcasting((x, y) => g.xor(x, y), flags).map(flat),
}
