// Cases of products, convolutions and pooling.
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import type { Linear } from '../../../runtime/tensor/vocabulary.js'
import type { CasesOf } from './case.js'
import { g, given, flat, real, apart } from './case.js'

/** Convolutions worth trying: kernel 1 and 3, stride, dilation, groups, depthwise with one filter and several, uneven pads, one axis, left-over rows. */
const convolutions = [
  { x: [2, 3, 5, 5], w: [4, 3, 3, 3], window: {} },
  { x: [2, 3, 5, 5], w: [4, 3, 1, 1], window: {} },
  { x: [1, 2, 6, 7], w: [3, 2, 3, 2], window: { strides: [2, 3], pads: [1, 0, 1, 1] } },
  { x: [2, 2, 7, 7], w: [2, 2, 3, 3], window: { dilations: [2, 2], pads: [2, 2, 2, 2] } },
  { x: [2, 4, 4, 4], w: [6, 2, 3, 3], window: { groups: 2, pads: [1, 1, 1, 1] } },
  { x: [2, 3, 4, 4], w: [3, 1, 3, 3], window: { groups: 3, pads: [1, 1, 1, 1] } },
  { x: [2, 3, 4, 4], w: [6, 1, 3, 3], window: { groups: 3, pads: [1, 1, 1, 1] } },
  { x: [1, 2, 5, 6], w: [8, 1, 3, 2], window: { groups: 2, strides: [2, 1] } },
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
export const linearCases: CasesOf<keyof Linear<unknown>> = {
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
  conv: [
    ...convolutions.map(({ x, w, window }) => given([real(x), real(w)], (a, b) => g.conv(a, b, window))),
    ...convolutions
      .slice(0, 9)
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
}

function convShape(
  x: readonly number[],
  w: readonly number[],
  window: Parameters<typeof g.conv>[2],
): readonly number[] {
  const image = g.input('x', { element: 'float32', shape: x })
  const weights = g.input('w', { element: 'float32', shape: w })
  return g.conv(image, weights, window).type.shape.map(Number)
}
