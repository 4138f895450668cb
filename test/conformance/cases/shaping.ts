// Cases of operators that move entries.
import type { Shaping } from '../../../runtime/tensor/vocabulary.js'
import type { CasesOf } from './case.js'
import { g, given, real, codes } from './case.js'

/** Cases by operator. */
export const shapingCases: CasesOf<keyof Shaping<unknown>> = {
  concat: [
    given([real([2, 3]), real([2, 1])], (x, y) => g.concat([x, y], 1)),
    given([real([1, 2]), real([3, 2]), real([2, 2])], (x, y, z) => g.concat([x, y, z], 0)),
    given([real([2, 1, 2]), real([2, 1, 2])], (x, y) => g.concat([x, y], -2)),
  ],
  expand: [
    given([real([2, 1])], (x) => g.expand(x, [2, 3])),
    given([real([])], (x) => g.expand(x, [2, 1, 2])),
    given([real([1, 3])], (x) => g.expand(x, [4, 2, 3])),
  ],
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
  indexAdd: [
    given([real([4, 3]), codes([2, 2], 4), real([2, 2, 3])], (x, i, u) => g.indexAdd(x, i, u, 0)),
    given([real([2, 3]), codes([4], 3, 'int32'), real([2, 4])], (x, i, u) => g.indexAdd(x, i, u, 1)),
  ],
  pad: [
    given([real([2, 3])], (x) => g.pad(x, [1, 0], [0, 2])),
    given([real([1, 2, 2])], (x) => g.pad(x, [0, 1, 1], [2, 0, 1], 0.5)),
  ],
  reshape: [
    given([real([2, 6])], (x) => g.reshape(x, [3, -1])),
    given([real([])], (x) => g.reshape(x, [1, 1])),
    given([real([2, 1, 3])], (x) => g.squeeze(x, [1])),
    given([real([2, 3])], (x) => g.unsqueeze(x, [0, -1])),
    given([real([2, 3, 2])], (x) => g.flatten(x, 1)),
  ],
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
  transpose: [
    given([real([2, 3])], (x) => g.transpose(x)),
    given([real([2, 3, 4])], (x) => g.transpose(x, [1, 2, 0])),
    given([real([1, 3, 1, 2])], (x) => g.transpose(x, [0, 2, 3, 1])),
  ],
}
