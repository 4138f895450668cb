// Inputs for every operator: what the conformance suite of operators runs over. A missing operator does not compile.
import { tensorOf } from '../../runtime/tensor/tensor.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import type * as operators from '../../runtime/tensor/operators/index.js'
import type { Leaves, Vocabulary } from '../../runtime/tensor/vocabulary.js'
import type { ElementType } from '../../runtime/tensor/tensor-type.js'

/** One input: shape, element type, and where its random numbers lie. */
export interface CaseInput {
  readonly shape: readonly number[]
  /** float32 unless told. */
  readonly element?: ElementType
  /** Reals between these bounds; integers from these, upper bound left out. */
  readonly between?: readonly [number, number]
  /** Reals this far apart from each other and from 0 (kinks, ties). */
  readonly apart?: boolean
}

/** One use of an operator. */
export interface OperatorCase {
  readonly inputs: readonly CaseInput[]
  readonly build: (...inputs: readonly Value[]) => Value
  /** No gradient is expected to flow. */
  readonly flat?: boolean
}

/** A case under its operator and number. */
export interface NamedCase {
  readonly name: string
  readonly kind: string
  readonly one: OperatorCase
}

const g = builder('conformance')
const real = (shape: readonly number[], between: readonly [number, number] = [-2, 2]): CaseInput => ({
  shape,
  between,
})
const apart = (shape: readonly number[]): CaseInput => ({ shape, apart: true })
const codes = (shape: readonly number[], bound: number, element: ElementType = 'int64'): CaseInput => ({
  shape,
  element,
  between: [0, bound],
})
const flags = (shape: readonly number[]): CaseInput => ({ shape, element: 'bool', between: [0, 2] })

/** A case with typed arity: the builder's functions take values one by one. */
function given(inputs: readonly CaseInput[], build: (x: Value, y: Value, z: Value) => Value): OperatorCase {
  return {
    inputs,
    build: (x, y, z) => {
      if (x === undefined) throw new Error('a case needs an input')
      return build(x, y ?? x, z ?? x)
    },
  }
}

const flat = (one: OperatorCase): OperatorCase => ({ ...one, flat: true })

/** A binary operator on equal shapes, on shapes that broadcast both ways, with an axis of 1, and on a scalar. */
const broadcasting = (
  build: (x: Value, y: Value) => Value,
  make: (shape: readonly number[]) => CaseInput,
): readonly OperatorCase[] => [
  given([make([2, 3]), make([2, 3])], build),
  given([make([4, 1, 3]), make([2, 1])], build),
  given([make([3]), make([2, 3])], build),
  given([make([1]), make([1, 1])], build),
  given([make([]), make([2, 2])], build),
]

const onShapes = (
  build: (x: Value) => Value,
  make: (shape: readonly number[]) => CaseInput,
): readonly OperatorCase[] => [[2, 3], [1], [], [2, 1, 2]].map((shape) => given([make(shape)], build))

const positive = (shape: readonly number[]): CaseInput => real(shape, [0.5, 3])

/** Literal numbers of one axis, of the element type of a value. */
const row = (numbers: readonly number[], like: Value): Value =>
  g.constant(tensorOf(like.type.element, [numbers.length], numbers))

/** Convolutions worth trying: kernel 1 and 3, stride, dilation, groups, depthwise, uneven pads, one axis, left-over rows. */
const convolutions = [
  { x: [2, 3, 5, 5], w: [4, 3, 3, 3], window: {} },
  { x: [2, 3, 5, 5], w: [4, 3, 1, 1], window: {} },
  { x: [1, 2, 6, 7], w: [3, 2, 3, 2], window: { strides: [2, 3], pads: [1, 0, 1, 1] } },
  { x: [2, 2, 7, 7], w: [2, 2, 3, 3], window: { dilations: [2, 2], pads: [2, 2, 2, 2] } },
  { x: [2, 4, 4, 4], w: [6, 2, 3, 3], window: { groups: 2, pads: [1, 1, 1, 1] } },
  { x: [2, 3, 4, 4], w: [3, 1, 3, 3], window: { groups: 3, pads: [1, 1, 1, 1] } },
  { x: [3, 2, 9], w: [4, 2, 4], window: { strides: [2], pads: [1, 1] } },
  { x: [2, 4, 11], w: [4, 1, 3], window: { groups: 4, strides: [2], dilations: [2], pads: [2, 1] } },
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], window: {} },
  { x: [2, 3, 8, 8], w: [5, 3, 5, 5], window: { pads: [2, 2, 2, 2] } },
  { x: [2, 6, 8, 8], w: [2, 6, 3, 3], window: { pads: [1, 1, 1, 1] } },
  { x: [2, 32, 4, 4], w: [3, 32, 3, 3], window: { pads: [1, 1, 0, 1], dilations: [1, 2] } },
  { x: [1, 64, 3, 4], w: [4, 32, 2, 3], window: { groups: 2, pads: [0, 1, 1, 0] } },
  { x: [1, 12, 9, 9], w: [4, 6, 3, 3], window: { groups: 2, strides: [1, 1], pads: [1, 1, 1, 1] } },
] as const

const pools = [
  { x: [2, 3, 4, 4], window: { kernel: [2, 2] } },
  { x: [2, 2, 5, 5], window: { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } },
  { x: [1, 2, 7, 6], window: { kernel: [3, 2], strides: [1, 2], pads: [1, 0, 0, 1] } },
  { x: [2, 3, 9], window: { kernel: [3], strides: [3] } },
  { x: [1, 1, 5, 5], window: { kernel: [2, 2], strides: [2, 2] } },
  { x: [2, 3, 16, 16], window: { kernel: [2, 2] } },
] as const

const spatial = (shape: readonly number[]): readonly number[] => shape.slice(2)

const matrices = (build: (x: Value, y: Value) => Value, pairs: readonly (readonly (readonly number[])[])[]) =>
  pairs.map(([left = [], right = []]) => given([real(left), real(right)], build))

/** Cases by operator. */
export const operatorCases: Record<keyof typeof operators, readonly OperatorCase[]> = {
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
  argMax: [
    flat(given([apart([2, 3, 2])], (x) => g.argMax(x, 1))),
    flat(given([apart([3, 1])], (x) => g.argMax(x, -1, true))),
  ],
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
  averagePool: [
    ...pools.map(({ x, window }) => given([real(x)], (value) => g.averagePool(value, window))),
    ...pools
      .slice(1, 3)
      .map(({ x, window }) =>
        given([real(x)], (value) => g.averagePool(value, { ...window, countPads: true })),
      ),
  ],
  averageUnpool: pools.map(({ x, window }) => {
    const full = {
      strides: window.kernel,
      dilations: window.kernel.map(() => 1),
      pads: [...window.kernel, ...window.kernel].map(() => 0),
      ...window,
    }
    const result = g.averagePool(g.input('shape', { element: 'float32', shape: x }), window).type.shape
    return given([real(result.map(Number))], (value) => g.averageUnpool(value, spatial(x), full))
  }),
  cast: [
    ...onShapes((x) => g.cast(x, 'float64'), real),
    flat(given([real([3], [0, 9])], (x) => g.cast(x, 'int64'))),
    flat(given([codes([3], 9)], (x) => g.cast(x, 'float32'))),
    flat(given([{ shape: [3], element: 'uint32', between: [0, 16777216] }], (x) => g.cast(x, 'float32'))),
    flat(given([flags([4])], (x) => g.cast(x, 'float32'))),
  ],
  ceil: onShapes((x) => g.ceil(x), apart).map(flat),
  clip: onShapes((x) => g.clip(x, -0.91, 0.93), apart),
  concat: [
    given([real([2, 3]), real([2, 1])], (x, y) => g.concat([x, y], 1)),
    given([real([1, 2]), real([3, 2]), real([2, 2])], (x, y, z) => g.concat([x, y, z], 0)),
    given([real([2, 1, 2]), real([2, 1, 2])], (x, y) => g.concat([x, y], -2)),
  ],
  conv: [
    ...convolutions.map(({ x, w, window }) => given([real(x), real(w)], (a, b) => g.conv(a, b, window))),
    ...convolutions
      .slice(0, 7)
      .map(({ x, w, window }) =>
        given([real(x), real(w), real(w.slice(0, 1))], (a, b, c) => g.conv(a, b, window, c)),
      ),
  ],
  convInputGradient: convolutions.map(({ x, w, window }) =>
    given([real(convShape(x, w, window)), real(w)], (dy, b) =>
      g.convInputGradient(dy, b, spatial(x), window),
    ),
  ),
  convWeightGradient: convolutions.map(({ x, w, window }) =>
    given([real(x), real(convShape(x, w, window))], (a, dy) =>
      g.convWeightGradient(a, dy, spatial(w), window),
    ),
  ),
  cos: onShapes((x) => g.cos(x), real),
  cosh: onShapes((x) => g.cosh(x), real),
  crossEntropy: [
    given([real([3, 4])], (x) =>
      g.crossEntropy(x, g.oneHot(g.constant(tensorOf('int64', [3], [2, 0, 2])), 4, x.type.element)),
    ),
    given([real([2, 1])], (x) =>
      g.crossEntropy(x, g.oneHot(g.constant(tensorOf('int64', [2], [0, 0])), 1, x.type.element)),
    ),
  ],
  cumulativeSum: [
    given([real([2, 4])], (x) => g.cumulativeSum(x, 1)),
    given([real([3, 2])], (x) => g.cumulativeSum(x, 0, { exclusive: true })),
    given([real([2, 1, 3])], (x) => g.cumulativeSum(x, -1, { reverse: true })),
    given([real([2, 3, 2])], (x) => g.cumulativeSum(x, 1, { exclusive: true, reverse: true })),
    given([real([1])], (x) => g.cumulativeSum(x, 0)),
    flat(given([codes([2, 3], 9)], (x) => g.cumulativeSum(x, 1))),
  ],
  divide: broadcasting((x, y) => g.divide(x, y), positive),
  equal: broadcasting(
    (x, y) => g.equal(x, y),
    (shape) => codes(shape, 2),
  ).map(flat),
  erf: onShapes((x) => g.erf(x), real),
  exp: onShapes((x) => g.exp(x), real),
  expand: [
    given([real([2, 1])], (x) => g.expand(x, [2, 3])),
    given([real([])], (x) => g.expand(x, [2, 1, 2])),
    given([real([1, 3])], (x) => g.expand(x, [4, 2, 3])),
  ],
  expm1: onShapes((x) => g.expm1(x), real),
  floor: onShapes((x) => g.floor(x), apart).map(flat),
  gatherNd: [
    given([real([4, 3]), codes([5, 2], 3)], (x, i) => g.gatherNd(x, i)),
    given([real([3, 2, 2]), codes([2, 2, 1], 3, 'int32')], (x, i) => g.gatherNd(x, i)),
    given([real([2, 1, 2]), codes([3], 1)], (x, i) => g.gatherNd(x, i)),
  ],
  gather: [
    given([real([4, 3]), codes([2, 2], 4)], (x, i) => g.gather(x, i, 0)),
    given([real([2, 3, 2]), codes([4], 3, 'int32')], (x, i) => g.gather(x, i, 1)),
    given([real([2, 3]), codes([], 3)], (x, i) => g.gather(x, i, 1)),
    given([real([1, 2, 5]), codes([2, 3], 5)], (x, i) => g.gather(x, i, -1)),
  ],
  gatherElements: [
    given([real([4, 3]), codes([2, 3], 4)], (x, i) => g.gatherElements(x, i, 0)),
    given([real([2, 5]), codes([2, 1], 5)], (x, i) => g.gatherElements(x, i, 1)),
  ],
  gelu: onShapes((x) => g.gelu(x), real),
  greater: broadcasting((x, y) => g.greater(x, y), apart).map(flat),
  greaterOrEqual: broadcasting(
    (x, y) => g.greaterOrEqual(x, y),
    (shape) => codes(shape, 3),
  ).map(flat),
  indexAdd: [
    given([real([4, 3]), codes([2, 2], 4), real([2, 2, 3])], (x, i, u) => g.indexAdd(x, i, u, 0)),
    given([real([2, 3]), codes([4], 3, 'int32'), real([2, 4])], (x, i, u) => g.indexAdd(x, i, u, 1)),
  ],
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
  logSoftmax: [
    given([real([3, 4])], (x) => g.logSoftmax(x, 1)),
    given([real([2, 3, 2])], (x) => g.logSoftmax(x, -2)),
    given([real([2, 1])], (x) => g.logSoftmax(x, 1)),
  ],
  logSumExp: [
    given([real([2, 3, 2])], (x) => g.logSumExp(x, [0, 2])),
    given([real([2, 3])], (x) => g.logSumExp(x)),
    given([real([3, 1])], (x) => g.logSumExp(x, [-1], true)),
    given([real([4, 5])], (x) => g.logSumExp(x, [0], true)),
  ],
  matmul: [
    ...matrices(
      (x, y) => g.matmul(x, y),
      [
        [
          [2, 3],
          [3, 4],
        ],
        [
          [5, 2, 3],
          [3, 4],
        ],
        [
          [2, 1, 2, 3],
          [5, 3, 2],
        ],
        [
          [2, 3],
          [2, 3, 2],
        ],
        [
          [1, 1],
          [1, 1],
        ],
        [
          [1, 5],
          [5, 1],
        ],
      ],
    ),
    ...matrices(
      (x, y) => g.matmul(x, y, { transposeLeft: true }),
      [
        [
          [3, 2],
          [3, 4],
        ],
        [
          [2, 3, 2],
          [2, 3, 4],
        ],
      ],
    ),
    ...matrices(
      (x, y) => g.matmul(x, y, { transposeRight: true }),
      [
        [
          [2, 3],
          [4, 3],
        ],
        [
          [2, 2, 3],
          [4, 3],
        ],
      ],
    ),
    ...matrices(
      (x, y) => g.matmul(x, y, { transposeLeft: true, transposeRight: true }),
      [
        [
          [3, 2],
          [4, 3],
        ],
        [
          [2, 3, 2],
          [2, 4, 3],
        ],
      ],
    ),
  ],
  maxPool: pools.map(({ x, window }) => given([apart(x)], (value) => g.maxPool(value, window))),
  maxUnpool: pools.map(({ x, window }) => {
    const full = {
      strides: window.kernel,
      dilations: window.kernel.map(() => 1),
      pads: [...window.kernel, ...window.kernel].map(() => 0),
      ...window,
    }
    const result = g.maxPool(g.input('shape', { element: 'float32', shape: x }), window).type.shape
    return given([real(result.map(Number)), apart(x)], (values, image) =>
      g.maxUnpool(values, g.maxPoolWithPlaces(g.stopGradient(image), window)[1], spatial(x), full),
    )
  }),
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
  pad: [
    given([real([2, 3])], (x) => g.pad(x, [1, 0], [0, 2])),
    given([real([1, 2, 2])], (x) => g.pad(x, [0, 1, 1], [2, 0, 1], 0.5)),
  ],
  pairMax: [
    given([apart([3, 2])], (x) => g.pairMax(x, 1)[0]),
    given([apart([2, 2, 3])], (x) => g.pairMax(x, 1)[0]),
    given([apart([2, 1, 2, 2])], (x) => g.pairMax(x, 3)[0]),
    flat(given([apart([2, 3])], (x) => g.pairMax(x, 0)[1])),
  ],
  pairSpread: [
    given([real([3])], (x) => g.pairSpread(x, g.constant(tensorOf('bool', [3], [1, 0, 1])), 1)),
    given([real([2, 3])], (x) =>
      g.pairSpread(x, g.constant(tensorOf('bool', [2, 3], [1, 0, 1, 0, 0, 1])), 1),
    ),
  ],
  power: broadcasting((x, y) => g.power(x, y), positive),
  reciprocal: onShapes((x) => g.reciprocal(x), positive),
  reduceMax: [
    given([apart([2, 3, 2])], (x) => g.reduceMax(x, [1])),
    given([apart([2, 3])], (x) => g.reduceMax(x)),
    given([apart([3, 1])], (x) => g.reduceMax(x, [-1], true)),
  ],
  reduceL2: [
    given([real([2, 3, 2])], (x) => g.reduceL2(x, [0, 2])),
    given([real([2, 3])], (x) => g.reduceL2(x)),
    given([apart([3, 1])], (x) => g.reduceL2(x, [-1], true)),
  ],
  reduceMean: [
    given([real([2, 3, 2])], (x) => g.reduceMean(x, [0, 2])),
    given([real([2, 3])], (x) => g.reduceMean(x)),
    given([real([3, 1])], (x) => g.reduceMean(x, [1], true)),
  ],
  reduceMin: [
    given([apart([2, 3, 2])], (x) => g.reduceMin(x, [1])),
    given([apart([2, 3])], (x) => g.reduceMin(x)),
    given([apart([3, 1])], (x) => g.reduceMin(x, [-1], true)),
  ],
  reduceProd: [
    given([real([2, 3, 2])], (x) => g.reduceProd(x, [0, 2])),
    given([real([2, 4])], (x) => g.reduceProd(x)),
    given([real([3, 1])], (x) => g.reduceProd(x, [-1], true)),
    given([real([3, 5])], (x) => g.reduceProd(g.multiply(x, row([1, 0, 1, 1, 1], x)), [1])),
    given([real([3, 5])], (x) => g.reduceProd(g.multiply(x, row([1, 0, 1, 0, 1], x)), [1])),
  ],
  reduceSum: [
    given([real([2, 3, 2])], (x) => g.reduceSum(x, [1])),
    given([real([2, 3])], (x) => g.reduceSum(x)),
    given([real([3, 1, 2])], (x) => g.reduceSum(x, [-1, 0], true)),
  ],
  relu: onShapes((x) => g.relu(x), apart),
  reshape: [
    given([real([2, 6])], (x) => g.reshape(x, [3, -1])),
    given([real([])], (x) => g.reshape(x, [1, 1])),
    given([real([2, 1, 3])], (x) => g.squeeze(x, [1])),
    given([real([2, 3])], (x) => g.unsqueeze(x, [0, -1])),
    given([real([2, 3, 2])], (x) => g.flatten(x, 1)),
  ],
  round: onShapes((x) => g.round(x), apart).map(flat),
  scatterAdd: [
    given([real([4, 3]), codes([2, 3], 4), real([2, 3])], (x, i, u) => g.scatterAdd(x, i, u, 0)),
    given([real([2, 2]), codes([2, 5], 2), real([2, 5])], (x, i, u) => g.scatterAdd(x, i, u, 1)),
  ],
  scatterNdAdd: [
    given([real([4, 3]), codes([5, 2], 3), real([5])], (x, i, u) => g.scatterNdAdd(x, i, u)),
    given([real([3, 2]), codes([2, 2, 1], 3, 'int32'), real([2, 2, 2])], (x, i, u) =>
      g.scatterNdAdd(x, i, u),
    ),
    given([real([2, 1, 2]), codes([3], 1), real([])], (x, i, u) => g.scatterNdAdd(x, i, u)),
  ],
  shiftRight: [
    flat(given([{ shape: [2, 3], element: 'uint32', between: [0, 4294967296] }], (x) => g.shiftRight(x, 9))),
    flat(given([{ shape: [], element: 'uint32', between: [0, 4294967296] }], (x) => g.shiftRight(x, 31))),
  ],
  sigmoid: onShapes((x) => g.sigmoid(x), real),
  sign: onShapes((x) => g.sign(x), apart).map(flat),
  sin: onShapes((x) => g.sin(x), real),
  sinh: onShapes((x) => g.sinh(x), real),
  slice: [
    given([real([4, 5])], (x) => g.slice(x, [{ axis: 0, start: 1, end: 3 }])),
    given([real([4, 7])], (x) =>
      g.slice(x, [
        { axis: 0, start: 0, end: 4, step: 3 },
        { axis: -1, start: 1, end: -1, step: 2 },
      ]),
    ),
    given([real([5])], (x) => g.slice(x, [{ axis: 0, start: 1, end: 5, step: 2 }])),
    given([real([1, 3])], (x) => g.split(x, 1, [1, 2])[1] ?? x),
  ],
  softmax: [
    given([real([3, 4])], (x) => g.softmax(x, 1)),
    given([real([2, 3, 2])], (x) => g.softmax(x, -2)),
    given([real([2, 1])], (x) => g.softmax(x, 1)),
  ],
  softplus: onShapes((x) => g.softplus(x), real),
  sqrt: onShapes((x) => g.sqrt(x), positive),
  stopGradient: onShapes((x) => g.stopGradient(x), real).map(flat),
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
  topK: [
    given([apart([2, 5])], (x) => g.topK(x, 3, 1)[0]),
    given([apart([4, 1, 2])], (x) => g.topK(x, 2, 0, { smallest: true })[0]),
    given([apart([3, 1])], (x) => g.topK(x, 1, -1)[0]),
    flat(given([apart([2, 5])], (x) => g.topK(x, 2, 1)[1])),
    flat(given([codes([3, 4], 9)], (x) => g.topK(x, 2, 1)[0])),
  ],
  transpose: [
    given([real([2, 3])], (x) => g.transpose(x)),
    given([real([2, 3, 4])], (x) => g.transpose(x, [1, 2, 0])),
    given([real([1, 3, 1, 2])], (x) => g.transpose(x, [0, 2, 3, 1])),
  ],
  where: [
    given([flags([2, 3]), real([2, 3]), real([2, 3])], (c, x, y) => g.where(c, x, y)),
    given([flags([3]), real([2, 1]), real([])], (c, x, y) => g.where(c, x, y)),
    given([flags([2, 1]), real([1, 3]), real([2, 3])], (c, x, y) => g.where(c, x, y)),
  ],
  xor: broadcasting((x, y) => g.xor(x, y), flags).map(flat),
}

/** Names of what is written in operators, and of what the builder gives besides. */
export type FunctionName = Exclude<
  keyof Vocabulary<Value>,
  keyof typeof operators | keyof Leaves<Value> | 'at'
>

/** Cases by function. */
export const functionCases: Record<FunctionName, readonly OperatorCase[]> = {
  convTranspose: [
    given([real([2, 3, 4, 4]), real([3, 2, 3, 3])], (x, w) => g.convTranspose(x, w)),
    given([real([1, 4, 3, 5]), real([4, 1, 2, 3])], (x, w) =>
      g.convTranspose(x, w, { groups: 2, strides: [2, 3], pads: [1, 0, 0, 1], outputPads: [1, 0] }),
    ),
    given([real([2, 2, 5]), real([2, 1, 3])], (x, w) =>
      g.convTranspose(x, w, { groups: 2, strides: [2], dilations: [2], pads: [1, 1] }),
    ),
  ],
  einsum: [
    given([real([2, 3]), real([3, 4])], (x, y) => g.einsum('ij,jk->ik', x, y)),
    given([real([2, 3, 4]), real([5, 4, 3])], (x, y) => g.einsum('bij,kji->kb', x, y)),
    given([real([2, 3, 3, 2]), real([2, 2])], (x, y) => g.einsum('bii... , b...', x, y)),
    given([real([3, 3])], (x) => g.einsum('ii', x)),
    given([real([3, 3, 2])], (x) => g.einsum('iij->ji', x)),
    given([real([2, 3]), real([3]), real([2, 4])], (x, y, z) => g.einsum('ij,j,ik->kj', x, y, z)),
    given([real([1, 1]), real([1])], (x, y) => g.einsum('ij,j', x, y)),
    given([real([2, 1, 3]), real([4, 3])], (x, y) => g.einsum('...j,...j->...', x, y)),
  ],
  flatten: [given([real([2, 3, 2])], (x) => g.flatten(x, 1)), given([real([])], (x) => g.flatten(x))],
  globalAveragePool: [
    given([real([2, 3, 4, 2])], (x) => g.globalAveragePool(x)),
    given([real([2, 3, 4])], (x) => g.globalAveragePool(x)),
  ],
  globalMaxPool: [
    given([apart([2, 3, 2, 2])], (x) => g.globalMaxPool(x)),
    given([apart([2, 1, 4])], (x) => g.globalMaxPool(x)),
  ],
  kronecker: [
    given([real([2, 3]), real([4, 2])], (x, y) => g.kronecker(x, y)),
    given([real([3]), real([2, 1, 2])], (x, y) => g.kronecker(x, y)),
    given([real([]), real([2])], (x, y) => g.kronecker(x, y)),
  ],
  maxPoolWithPlaces: [
    given([apart([2, 2, 5])], (x) => g.maxPoolWithPlaces(x, { kernel: [3], strides: [2], pads: [1, 1] })[0]),
    flat(given([apart([1, 2, 4, 4])], (x) => g.maxPoolWithPlaces(x, { kernel: [2, 2] })[1])),
  ],
  oneHot: [
    flat(given([codes([2, 3], 4)], (i) => g.oneHot(i, 4))),
    flat(given([codes([], 4, 'int32')], (i) => g.oneHot(i, 2))),
  ],
  sort: [
    given([apart([2, 5])], (x) => g.sort(x, 1)[0]),
    given([apart([3, 1, 2])], (x) => g.sort(x, 0, { descending: true })[0]),
    flat(given([apart([4])], (x) => g.sort(x, -1)[1])),
  ],
  split: [
    given([real([2, 5])], (x) => g.split(x, 1, [1, 3, 1])[1] ?? x),
    given([real([4])], (x) => g.split(x, 0, [2, 2])[1] ?? x),
  ],
  squeeze: [given([real([2, 1, 3, 1])], (x) => g.squeeze(x, [1, -1]))],
  unsqueeze: [given([real([2, 3])], (x) => g.unsqueeze(x, [0, -1]))],
  walshHadamard: [
    given([real([3, 8])], (x) => g.walshHadamard(x, 1)),
    given([real([2, 32, 3])], (x) => g.walshHadamard(x, 1)),
    given([real([1, 2])], (x) => g.walshHadamard(x, 0)),
  ],
}

/** Operators without a kernel for float64, in their own rule or in that of their gradient. */
export const singleOnly: ReadonlySet<string> = new Set<keyof typeof operators | FunctionName>([
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'averagePool',
  'averageUnpool',
  'cast',
  'conv',
  'convInputGradient',
  'convTranspose',
  'convWeightGradient',
  'cosh',
  'erf',
  'gelu',
  'sinh',
  'tan',
])

/** All cases with their names. */
export const namedCases = (): readonly NamedCase[] =>
  Object.entries({ ...operatorCases, ...functionCases }).flatMap(([kind, list]) =>
    list.map((one, index) => ({ name: `${kind} ${index}`, kind, one })),
  )

function convShape(
  x: readonly number[],
  w: readonly number[],
  window: Parameters<typeof g.conv>[2],
): readonly number[] {
  const image = g.input('x', { element: 'float32', shape: x })
  const weights = g.input('w', { element: 'float32', shape: w })
  return g.conv(image, weights, window).type.shape.map(Number)
}
