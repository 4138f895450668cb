// Largest entries of sliding windows.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import { comparing } from '../rules/max-places.js'
import { checkElements } from '../rules/elementwise.js'
import { offsetIndices } from '../rules/indexing.js'
import { at, merged, onlyLane, parted } from '../rules/lanes.js'
import { imageShape, spatialOf, windowAttributes, windowCounts } from '../rules/window.js'
import { countOf, fixedShape, tensorType } from '../tensor-type.js'
import type { PoolWindow } from '../vocabulary.js'

/**
 * y[n, c, p] = max_k x[n, c, stride·p + dilation·k − pad], and where it was found (int64, in x flattened); the
 * gradient goes there. Pads never win. ONNX MaxPool 12.
 */
export const maxPool = operator<PoolWindow>({
  kind: 'max_pool',
  infer: (inputs, window) => {
    checkElements(inputs, 'reals')
    const x = at(inputs, 0)
    const shape = imageShape(x, at(x.shape, 1), windowCounts(spatialOf(x), window.kernel, window))
    return [tensorType(x.element, shape), tensorType('int64', shape)]
  },
  gradient: ({ inputs, outputs, attributes }, dy, g) => [
    () => g.maxUnpool(dy, at(outputs, 1), spatialOf(at(inputs, 0).type), attributes),
  ],
  batch: ({ inputs, attributes }, lanes, width, g) => {
    const [values, places] = g.maxPoolWithPlaces(merged(onlyLane(lanes), g), attributes)
    const size = countOf(at(inputs, 0).type.shape)
    return [parted(values, width, g), offsetIndices(parted(places, width, g), -size, width, g)]
  },
  onnx: (use, scope) => {
    const [, places = ''] = scope.outputs
    return places === '' || scope.device !== 'webgpu' ? [pooling(use, scope)] : comparing(use, scope)
  },
})

function pooling({ attributes }: Use<PoolWindow>, scope: OnnxScope): OnnxNode {
  const outputs = scope.outputs.filter((name) => name !== '')
  const kernel_shape = fixedShape(attributes.kernel)
  return {
    operator: 'MaxPool',
    inputs: scope.inputs,
    outputs,
    attributes: { ...windowAttributes(attributes), kernel_shape },
  }
}
