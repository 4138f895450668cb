// Cases of operators along axes.
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import type { Reducing } from '../../../runtime/tensor/vocabulary.js'
import type { CasesOf } from './case.js'
import { g, given, flat, real, apart, codes, row } from './case.js'

/** Cases by operator. */
export const reducingCases: CasesOf<keyof Reducing<unknown>> = {
  argMax: [
    flat(given([apart([2, 3, 2])], (x) => g.argMax(x, 1))),
    flat(given([apart([3, 1])], (x) => g.argMax(x, -1, true))),
  ],
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
  softmax: [
    given([real([3, 4])], (x) => g.softmax(x, 1)),
    given([real([2, 3, 2])], (x) => g.softmax(x, -2)),
    given([real([2, 1])], (x) => g.softmax(x, 1)),
  ],
  topK: [
    given([apart([2, 5])], (x) => g.topK(x, 3, 1)[0]),
    given([apart([4, 1, 2])], (x) => g.topK(x, 2, 0, { smallest: true })[0]),
    given([apart([3, 1])], (x) => g.topK(x, 1, -1)[0]),
    flat(given([apart([2, 5])], (x) => g.topK(x, 2, 1)[1])),
    flat(given([codes([3, 4], 9)], (x) => g.topK(x, 2, 1)[0])),
  ],
}
