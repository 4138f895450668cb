// Cases of what the builder gives besides operators: functions written in them.
import type { FunctionName, OperatorCase } from './case.js'
import { g, given, flat, real, apart, codes, flags } from './case.js'

/** Cases by function. */
export const functionCases: Record<FunctionName, readonly OperatorCase[]> = {
  attention: [
    given([real([2, 3, 4]), real([2, 5, 4]), real([2, 5, 2])], (q, k, v) => g.attention(q, k, v)),
    given([real([2, 1, 3, 2]), real([1, 2, 4, 2]), real([4, 3])], (q, k, v) =>
      g.attention(q, k, v, { causal: true, scale: 0.3 }),
    ),
    given([real([1, 1]), real([1, 1]), real([1, 1])], (q, k, v) => g.attention(q, k, v, { causal: true })),
  ],
  attentionShares: [
    given([real([2, 3, 2]), real([2, 3, 2]), flags([3, 3])], (q, k, mask) =>
      g.attentionShares(q, k, { mask }),
    ),
  ],
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
  linear: [
    given([real([2, 3, 4]), real([4, 2]), real([2])], (x, w, b) => g.linear(x, w, b)),
    given([real([3, 4]), real([4, 1]), real([1])], (x, w, b) => g.linear(x, w, b)),
    given([real([2, 1, 3, 2]), real([2, 3])], (x, w) => g.linear(x, w)),
  ],
  standardize: [given([real([3, 2, 2])], (x) => g.standardize(x, [2, 1], 1e-3))],
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
