// Every operator and function on cases worked out by hand: graph and result. A missing one does not compile.
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import type { ElementType } from '../../../runtime/tensor/tensor-type.js'
import type { LinearizedOptions } from '../../../runtime/tensor/vocabulary.js'
import type { FunctionName, OperatorName } from './case.js'

/** A graph without inputs, and its entries. */
export type HandCase = readonly [graph: Value, wanted: readonly number[]]

const g = builder()
const t = (shape: readonly number[], numbers: readonly number[], element: ElementType = 'float32'): Value =>
  g.constant(tensorOf(element, shape, numbers))
const row = (...numbers: readonly number[]): Value => t([numbers.length], numbers)
const bits = (...numbers: readonly number[]): Value => t([numbers.length], numbers, 'bool')
const codes = (...numbers: readonly number[]): Value => t([numbers.length], numbers, 'int64')
const e = Math.E
const grid = t([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])
const single = { strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] }
const window = { ...single, kernel: [2, 2] }

const linear = (options: LinearizedOptions): readonly Value[] =>
  g.linearizedGru(
    t([2, 1, 1], [1, 2]),
    t([2, 1, 1], [0.5, 0.25]),
    t([2, 1, 3], [1, 2, 3, 1, 0, -1]),
    t([1, 3], [1, 1, 2]),
    options,
  )

const linearLstm = (options: LinearizedOptions, memory?: readonly number[]): readonly Value[] =>
  g.linearizedLstm(
    { states: t([2, 1, 1], [1, 2]), memory: memory && t([2, 1, 1], memory) },
    {
      forget: t([2, 1, 1], [0.5, 0.25]),
      gates: t([2, 1, 4], [1, 2, 3, 4, 1, 0, -1, 2]),
      memory: t([2, 1, 1], [2, 3]),
    },
    t([1, 4], [1, 1, 2, 1]),
    options,
  )

const longShort = (): readonly [Value, Value] => {
  const first = Math.log(3) / 2
  const second = first - Math.tanh(0.25)
  return g.lstm(t([2, 1, 4], [0, 0, first, 0, 0, Math.log(3), second, 0]), t([1, 4], [0, 0, 2, 0]))
}

/** Cases by operator. */
export const operatorsByHand: Readonly<Record<OperatorName, readonly HandCase[]>> = {
  abs: [[g.abs(row(-2, 0, 3)), [2, 0, 3]]],
  acos: [[g.acos(row(1, 0, -1, 0.5)), [0, Math.PI / 2, Math.PI, Math.PI / 3]]],
  acosh: [[g.acosh(row(1, Math.cosh(2))), [0, 2]]],
  add: [
    [g.add(row(1, 2), 3), [4, 5]],
    [g.add(t([2, 1], [1, 2]), row(10, 20)), [11, 21, 12, 22]],
    [g.add(t([1], [4294967295], 'uint32'), t([1], [2], 'uint32')), [1]],
  ],
  and: [[g.and(bits(0, 0, 1, 1), bits(0, 1, 0, 1)), [0, 0, 0, 1]]],
  argMax: [[g.argMax(t([2, 3], [1, 5, 5, 9, 0, 2]), 1), [1, 0]]],
  asin: [[g.asin(row(0, 1, -0.5)), [0, Math.PI / 2, -Math.PI / 6]]],
  asinh: [[g.asinh(row(0, Math.sinh(-2))), [0, -2]]],
  atan: [[g.atan(row(0, 1, -Math.sqrt(3))), [0, Math.PI / 4, -Math.PI / 3]]],
  atanh: [[g.atanh(row(0, 0.5)), [0, Math.log(3) / 2]]],
  averagePool: [
    [g.averagePool(grid, window), [3, 4, 6, 7]],
    [g.averagePool(grid, { kernel: [2, 2], pads: [1, 1, 0, 0] }), [1, 2.5, 5.5, 7]],
    [g.averagePool(grid, { kernel: [2, 2], pads: [1, 1, 0, 0], countPads: true }), [0.25, 1.25, 2.75, 7]],
  ],
  averageUnpool: [
    [g.averageUnpool(t([1, 1, 2, 2], [4, 8, 12, 16]), [3, 3], window), [1, 3, 2, 4, 10, 6, 3, 7, 4]],
  ],
  cast: [
    [g.cast(row(-1.7, 2.9), 'int64'), [-1, 2]],
    [g.cast(t([1], [4294967295], 'uint32'), 'float32'), [4294967296]],
  ],
  ceil: [[g.ceil(row(1.5, -1.5, 2)), [2, -1, 2]]],
  clip: [[g.clip(row(-3, 0.5, 9), -1, 2), [-1, 0.5, 2]]],
  concat: [[g.concat([t([2, 1], [1, 2]), t([2, 2], [3, 4, 5, 6])], 1), [1, 3, 4, 2, 5, 6]]],
  conv: [
    [g.conv(grid, t([1, 1, 2, 2], [1, 0, 0, -1])), [-4, -4, -4, -4]],
    [
      g.conv(grid, t([1, 1, 2, 2], [1, 1, 1, 1]), { pads: [1, 1, 0, 0], strides: [2, 2] }, row(10)),
      [11, 15, 21, 38],
    ],
  ],
  convInputGradient: [
    [
      g.convInputGradient(t([1, 1, 2, 2], [1, 2, 3, 4]), t([1, 1, 2, 2], [1, 0, 0, -1]), [3, 3]),
      [1, 2, 0, 3, 3, -2, 0, -3, -4],
    ],
  ],
  convWeightGradient: [[g.convWeightGradient(grid, t([1, 1, 2, 2], [1, 0, 0, 1]), [2, 2]), [6, 8, 12, 14]]],
  cos: [[g.cos(row(0, Math.PI)), [1, -1]]],
  cosh: [[g.cosh(row(0, 1)), [1, (e + 1 / e) / 2]]],
  crossEntropy: [
    [
      g.crossEntropy(t([2, 2], [0, 0, Math.log(3), 0]), t([2, 2], [1, 0, 0.5, 0.5])),
      [Math.log(2), Math.log(4) - Math.log(3) / 2],
    ],
  ],
  cumulativeSum: [
    [g.cumulativeSum(row(1, 2, 3), 0), [1, 3, 6]],
    [g.cumulativeSum(row(1, 2, 3), 0, { exclusive: true }), [0, 1, 3]],
    [g.cumulativeSum(row(1, 2, 3), 0, { reverse: true }), [6, 5, 3]],
    [g.cumulativeSum(t([2, 2], [1, 2, 3, 4]), 0, { exclusive: true, reverse: true }), [3, 4, 0, 0]],
  ],
  divide: [
    [g.divide(row(1, -6), row(4, 3)), [0.25, -2]],
    [g.divide(t([1], [4294967295], 'uint32'), t([1], [65536], 'uint32')), [65535]],
  ],
  equal: [[g.equal(codes(1, 2), codes(1, 3)), [1, 0]]],
  erf: [[g.erf(row(0, 0.5, -1)), [0, 0.5204998778, -0.8427007929]]],
  exp: [[g.exp(row(0, 1, -1)), [1, e, 1 / e]]],
  expand: [[g.expand(t([2, 1], [1, 2]), [2, 3]), [1, 1, 1, 2, 2, 2]]],
  expm1: [[g.multiply(g.expm1(row(1e-7, -1e-3, 1, -200)), row(1e7, 1e3, 1, 1)), [1, -0.9995002, e - 1, -1]]],
  floor: [[g.floor(row(1.5, -1.5)), [1, -2]]],
  gatherNd: [
    [g.gatherNd(t([2, 2], [1, 2, 3, 4]), t([2, 2], [0, 1, 1, 0], 'int64')), [2, 3]],
    [g.gatherNd(t([2, 2], [1, 2, 3, 4]), t([2, 1], [1, 1], 'int32')), [3, 4, 3, 4]],
  ],
  gather: [[g.gather(t([3, 2], [1, 2, 3, 4, 5, 6]), codes(2, 0), 0), [5, 6, 1, 2]]],
  gatherElements: [[g.gatherElements(t([2, 2], [1, 2, 3, 4]), t([2, 1], [1, 0], 'int64'), 1), [2, 3]]],
  gelu: [[g.gelu(row(-1, 0, 1, 20)), [-0.158655254, 0, 0.841344746, 20]]],
  greater: [[g.greater(row(1, 2, 3), 2), [0, 0, 1]]],
  greaterOrEqual: [[g.greaterOrEqual(row(1, 2, 3), 2), [0, 1, 1]]],
  gru: [
    // Gates of ½ throughout; n = ½ in both steps, the second time by way of the state.
    [g.gru(t([2, 1, 3], [0, 0, 0.5, 0, 0, 0]), t([1, 3], [0, 0, 4]), row(Math.log(3) - 1)), [0.25, 0.375]],
  ],
  indexAdd: [
    [g.indexAdd(t([2, 2], [0, 0, 10, 10]), codes(1, 1, 0), t([3, 2], [1, 2, 3, 4, 5, 6]), 0), [5, 6, 14, 16]],
  ],
  isNan: [[g.isNan(row(NaN, 1, Infinity)), [1, 0, 0]]],
  less: [[g.less(row(1, 2, 3), 2), [1, 0, 0]]],
  lessOrEqual: [[g.lessOrEqual(row(1, 2, 3), 2), [1, 1, 0]]],
  linearizedGru: [
    [linear({})[0] ?? row(), [1, 1.25]],
    [linear({ reverse: true })[0] ?? row(), [20, 2]],
    [linear({ adjoint: true })[0] ?? row(), [-0.5, 2]],
    [linear({ adjoint: true })[1] ?? row(), [-0.5, -1, -1.5, 2, 0, -2]],
  ],
  linearizedLstm: [
    [linearLstm({})[0] ?? row(), [1, 1]],
    [linearLstm({})[1] ?? row(), [0, -1]],
    [linearLstm({}, [1, -1])[0] ?? row(), [3, -3.25]],
    [linearLstm({ adjoint: true })[0] ?? row(), [-1, 2]],
    [linearLstm({ adjoint: true })[1] ?? row(), [-0.5, 6]],
    [linearLstm({ adjoint: true })[2] ?? row(), [-0.5, -1, -1.5, -4, 6, 0, -6, 4]],
  ],
  log: [[g.log(row(1, e)), [0, 1]]],
  log1p: [
    [g.multiply(g.log1p(row(1e-8, -1e-3, 1, e - 1)), row(1e8, 1e3, 1, 1)), [1, -1.0005003, Math.LN2, 1]],
  ],
  logSoftmax: [[g.logSoftmax(row(1000, 1000), 0), [-Math.LN2, -Math.LN2]]],
  logSumExp: [
    [g.logSumExp(row(100, 100)), [100 + Math.LN2]],
    [g.logSumExp(row(-110, -110, -Infinity)), [-110 + Math.LN2]],
    [g.logSumExp(row(-Infinity, -Infinity)), [-Infinity]],
    [g.logSumExp(row(Infinity, 0)), [Infinity]],
  ],
  lstm: [
    // All gates ½ but the second forget gate, ¾; g = ½ in both steps, the second time by way of the state.
    [longShort()[0], [Math.tanh(0.25) / 2, Math.tanh(0.4375) / 2]],
    [longShort()[1], [0.25, 0.4375]],
  ],
  matmul: [
    [g.matmul(t([2, 2], [1, 2, 3, 4]), t([2, 2], [5, 6, 7, 8])), [19, 22, 43, 50]],
    [
      g.matmul(t([2, 2], [1, 2, 3, 4]), t([2, 2], [5, 6, 7, 8]), {
        transposeLeft: true,
        transposeRight: true,
      }),
      [23, 31, 34, 46],
    ],
  ],
  maxPool: [
    [g.maxPool(grid, window), [5, 6, 8, 9]],
    [g.maxPool(t([1, 1, 2], [-5, -7]), { kernel: [2], pads: [1, 1] }), [-5, -7]],
    [g.maxPoolWithPlaces(grid, window)[1], [4, 5, 7, 8]],
  ],
  maxUnpool: [
    [
      g.maxUnpool(t([1, 1, 2, 2], [1, 2, 3, 4]), t([1, 1, 2, 2], [4, 4, 4, 8], 'int64'), [3, 3], window),
      [0, 0, 0, 0, 6, 0, 0, 0, 4],
    ],
  ],
  maximum: [[g.maximum(row(1, 5), row(2, 3)), [2, 5]]],
  minimum: [[g.minimum(row(1, 5), row(2, 3)), [1, 3]]],
  modulo: [
    [g.modulo(row(5.5, -5.5, 5.5, -5.5, 6, -0.5), row(3, 3, -3, -3, 3, 1)), [2.5, 0.5, -0.5, -2.5, 0, 0.5]],
    [g.modulo(codes(-1, 5, -6), codes(3, 3, 3)), [2, 2, 0]],
  ],
  multiply: [
    [g.multiply(row(2, 3), row(4, -5)), [8, -15]],
    [g.multiply(t([1], [2654435769], 'uint32'), t([1], [3], 'uint32')), [3668340011]],
  ],
  negate: [[g.negate(row(1, -2)), [-1, 2]]],
  not: [[g.not(bits(0, 1)), [1, 0]]],
  or: [[g.or(bits(0, 0, 1, 1), bits(0, 1, 0, 1)), [0, 1, 1, 1]]],
  pad: [[g.pad(t([1, 2], [1, 2]), [1, 0], [0, 1], 7), [7, 7, 7, 1, 2, 7]]],
  pairMax: [
    [g.pairMax(t([3, 2], [1, 2, 5, 5, 4, 3]), 1)[0], [2, 5, 4]],
    [g.pairMax(t([3, 2], [1, 2, 5, 5, 4, 3]), 1)[1], [0, 1, 1]],
  ],
  pairSpread: [[g.pairSpread(row(7, 8), bits(1, 0), 1), [7, 0, 0, 8]]],
  power: [[g.power(row(2, 9), row(3, 0.5)), [8, 3]]],
  reciprocal: [[g.reciprocal(row(4, -0.5)), [0.25, -2]]],
  reduceMax: [[g.reduceMax(t([2, 2], [1, 5, 7, 2]), [0]), [7, 5]]],
  reduceL2: [
    [g.reduceL2(t([2, 2], [3, 4, 0, 0]), [1]), [5, 0]],
    [g.reduceL2(t([], [-3])), [3]],
  ],
  reduceMean: [[g.reduceMean(t([2, 2], [1, 5, 7, 3]), [1]), [3, 5]]],
  reduceMin: [[g.reduceMin(row(3, 1, 2)), [1]]],
  reduceProd: [[g.reduceProd(t([2, 3], [1, 2, 3, 4, 0, 6]), [1]), [6, 0]]],
  reduceSum: [[g.reduceSum(t([2, 2], [1, 5, 7, 3])), [16]]],
  relu: [[g.relu(row(-1, 0, 2)), [0, 0, 2]]],
  reshape: [[g.reshape(t([2, 2], [1, 2, 3, 4]), [-1]), [1, 2, 3, 4]]],
  round: [[g.round(row(0.5, 1.5, -0.5, 2.4)), [0, 2, 0, 2]]],
  scatterAdd: [[g.scatterAdd(row(1, 1), codes(0, 0, 1), row(2, 3, 4), 0), [6, 5]]],
  scatterNdAdd: [
    [g.scatterNdAdd(t([2, 2], [1, 2, 3, 4]), t([2, 2], [0, 1, 0, 1], 'int64'), row(10, 20)), [1, 32, 3, 4]],
  ],
  shiftRight: [[g.shiftRight(t([2], [4294967295, 255], 'uint32'), 8), [16777215, 0]]],
  sigmoid: [[g.sigmoid(row(0, Math.log(3))), [0.5, 0.75]]],
  sign: [[g.sign(row(-3, 0, 4)), [-1, 0, 1]]],
  sin: [[g.sin(row(0, Math.PI / 2)), [0, 1]]],
  sinh: [[g.sinh(row(0, 1)), [0, (e - 1 / e) / 2]]],
  slice: [[g.slice(row(0, 1, 2, 3, 4), [{ axis: 0, start: 1, end: 5, step: 2 }]), [1, 3]]],
  softmax: [[g.softmax(row(Math.log(1), Math.log(3)), 0), [0.25, 0.75]]],
  softplus: [[g.softplus(row(0, 100, -100)), [Math.LN2, 100, 0]]],
  sqrt: [[g.sqrt(row(9, 2)), [3, Math.SQRT2]]],
  standardized: [
    [g.standardized(row(1, 5), row(-2, 2), row(0.5), { axes: [0], centred: true }), [-1, 1]],
    [g.standardized(row(1, 5), row(-2, 2), row(0.5), { axes: [0], centred: true }, row(3)), [-3, 3]],
  ],
  stopGradient: [[g.stopGradient(row(1, 2)), [1, 2]]],
  straightThrough: [[g.straightThrough(row(1, -1), row(0.7, -0.2)), [1, -1]]],
  subtract: [[g.subtract(5, row(1, 7)), [4, -2]]],
  tan: [[g.tan(row(0, Math.PI / 4)), [0, 1]]],
  tanh: [[g.tanh(row(0, Math.log(3) / 2)), [0, 0.5]]],
  topK: [
    [g.topK(row(3, 9, 1, 9), 3, 0)[0], [9, 9, 3]],
    [g.topK(row(3, 9, 1, 9), 3, 0)[1], [1, 3, 0]],
    [g.topK(row(3, 1, 1, 9), 2, 0, { smallest: true })[1], [1, 2]],
  ],
  transpose: [[g.transpose(t([2, 3], [1, 2, 3, 4, 5, 6])), [1, 4, 2, 5, 3, 6]]],
  where: [[g.where(bits(1, 0), row(1, 2), 9), [1, 9]]],
  xor: [[g.xor(bits(0, 0, 1, 1), bits(0, 1, 0, 1)), [0, 1, 1, 0]]],
}

/** The same for what is written in operators. */
export const functionsByHand: Readonly<Record<FunctionName, readonly HandCase[]>> = {
  attention: [
    [g.attention(t([2, 1], [1, 1]), t([2, 1], [0, Math.log(3)]), t([2, 1], [4, 8])), [7, 7]],
    [
      g.attention(t([2, 1], [1, 2]), t([2, 1], [0, 9]), t([2, 1], [4, 8]), { causal: true, scale: 0 }),
      [4, 6],
    ],
  ],
  attentionShares: [
    [g.attentionShares(t([1, 4], [2, 0, 0, 0]), t([2, 4], [0, 0, 0, 0, Math.log(3), 0, 0, 0])), [0.25, 0.75]],
    // Of three keys, the last two queries may see two and three.
    [
      g.attentionShares(t([2, 1], [0, 0]), t([3, 1], [1, 2, 3]), { causal: true }),
      [0.5, 0.5, 0, 1 / 3, 1 / 3, 1 / 3],
    ],
    [
      g.attentionShares(t([2, 1], [0, 0]), t([2, 1], [1, 2]), { mask: t([2, 2], [0, 1, 0, 0], 'bool') }),
      [0, 1, 0.5, 0.5],
    ],
  ],
  convTranspose: [
    [g.convTranspose(t([1, 1, 2], [1, 2]), t([1, 1, 3], [1, 10, 100])), [1, 12, 120, 200]],
    [
      g.convTranspose(t([1, 1, 2], [1, 2]), t([1, 1, 2], [1, 10]), {
        strides: [3],
        pads: [1, 0],
        outputPads: [1],
      }),
      [10, 0, 2, 20, 0],
    ],
    // Two filters of one channel: weights are [C, O/groups, k].
    [g.convTranspose(t([1, 1, 2], [1, 2]), t([1, 2, 1], [3, 5])), [3, 6, 5, 10]],
  ],
  einsum: [
    [g.einsum('ij,kj->ki', t([2, 2], [1, 2, 3, 4]), t([1, 2], [10, 1])), [12, 34]],
    [g.einsum('ii->i', t([2, 2], [1, 2, 3, 4])), [1, 4]],
  ],
  flatten: [[g.flatten(t([2, 1, 2], [1, 2, 3, 4])), [1, 2, 3, 4]]],
  globalAveragePool: [[g.globalAveragePool(grid), [5]]],
  globalMaxPool: [[g.globalMaxPool(grid), [9]]],
  linear: [
    [g.linear(t([1, 2, 2], [1, 2, 3, 4]), t([2, 1], [10, 1]), row(0.5)), [12.5, 34.5]],
    [g.linear(t([1, 2], [1, 2]), t([2, 1], [10, 1])), [12]],
  ],
  standardize: [
    [g.standardize(row(1, 3), [0], 3), [-0.5, 0.5]],
    [g.standardize(row(1001, 1003), [0], 3), [-0.5, 0.5]],
    [g.standardize(t([2, 1], [3, 4]), [0], 12.5, { centred: false }), [0.6, 0.8]],
  ],
  kronecker: [
    [
      g.kronecker(t([2, 2], [1, 2, 3, 4]), t([2, 2], [0, 5, 6, 7])),
      [0, 5, 0, 10, 6, 7, 12, 14, 0, 15, 0, 20, 18, 21, 24, 28],
    ],
    [g.kronecker(row(1, 2), row(1, 10)), [1, 10, 2, 20]],
  ],
  maxPoolWithPlaces: [[g.maxPoolWithPlaces(grid, { kernel: [3, 3] })[1], [8]]],
  oneHot: [[g.oneHot(codes(2, 0, 7), 3), [0, 0, 1, 1, 0, 0, 0, 0, 0]]],
  sort: [
    [g.sort(row(2, 3, 1, 2), 0)[0], [1, 2, 2, 3]],
    [g.sort(row(2, 3, 1, 2), 0)[1], [2, 0, 3, 1]],
    [g.sort(row(2, 3, 1, 2), 0, { descending: true })[1], [1, 0, 3, 2]],
  ],
  split: [[g.split(row(1, 2, 3), 0, [1, 2])[1] ?? row(), [2, 3]]],
  squeeze: [[g.squeeze(t([1, 2], [1, 2]), [0]), [1, 2]]],
  unsqueeze: [[g.unsqueeze(row(1, 2), [1]), [1, 2]]],
  walshHadamard: [
    [g.walshHadamard(row(1, 0, 1, 0, 0, 1, 1, 0), 0), [4, 2, 0, -2, 0, 2, 0, 2]],
    [g.walshHadamard(t([2, 2], [1, 2, 3, 4]), 0), [4, 6, -2, -2]],
  ],
}
