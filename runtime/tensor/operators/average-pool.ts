// Means of sliding windows.
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, merged, onlyLane, parted } from '../rules/lanes.js'
import { imageShape, spatialOf, windowCounts } from '../rules/window.js'
import { tensorType } from '../tensor-type.js'
import type { PoolWindow } from '../vocabulary.js'

/** y[n, c, p] = mean of the entries of window p, pads not counted. Linear. ONNX AveragePool 11. */
export const averagePool = operator<PoolWindow>({
  kind: 'average_pool',
  infer: (inputs, window) => {
    checkElements(inputs, 'float32')
    const x = at(inputs, 0)
    return [
      tensorType(x.element, imageShape(x, at(x.shape, 1), windowCounts(spatialOf(x), window.kernel, window))),
    ]
  },
  gradient: ({ inputs, attributes }, dy, g) => [
    () => g.averageUnpool(dy, spatialOf(at(inputs, 0).type), attributes),
  ],
  batch: ({ attributes }, lanes, width, g) => [
    parted(g.averagePool(merged(onlyLane(lanes), g), attributes), width, g),
  ],
  onnx: ({ attributes: { kernel, strides, pads } }, { inputs, outputs }) => [
    {
      operator: 'AveragePool',
      inputs,
      outputs,
      attributes: { kernel_shape: kernel, strides, pads, count_include_pad: 0 },
    },
  ],
})
