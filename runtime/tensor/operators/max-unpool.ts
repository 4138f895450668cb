// Entries put where a max pooling found its largest ones.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import { offsetIndices } from '../rules/indexing.js'
import { at, batchedValue, merged, parted } from '../rules/lanes.js'
import { imageShape, windowAttributes } from '../rules/window.js'
import { tensorOf } from '../tensor.js'
import { countOf, fixedShape, sameShape, tensorType } from '../tensor-type.js'
import type { PoolWindow } from '../vocabulary.js'

type Attributes = PoolWindow & { readonly spatial: readonly number[] }

/**
 * x[places[i]] += y[i], zeros elsewhere; the gradient takes the upstream entries at those places. ONNX MaxUnpool 11;
 * where windows overlap an entry may be largest in several: ScatterElements 18 with add.
 */
export const maxUnpool = operator<Attributes>({
  kind: 'max_unpool',
  infer: ([values, places], { spatial }) => {
    if (values === undefined || places?.element !== 'int64' || !sameShape(values.shape, places.shape)) {
      throw new GraphError('shape-mismatch', 'the places must be int64, one for each value')
    }
    return [tensorType(values.element, imageShape(values, at(values.shape, 1), spatial))]
  },
  gradient: ({ inputs }, dy, g) => {
    const [values, places] = [at(inputs, 0), at(inputs, 1)]
    return [
      () => {
        const taken = g.gatherElements(g.flatten(dy, 0), g.flatten(places, 0), 0)
        return g.reshape(taken, values.type.shape)
      },
      undefined,
    ]
  },
  batch: ({ outputs, attributes }, lanes, width, g) => {
    const [values, places] = [batchedValue(at(lanes, 0), width, g), batchedValue(at(lanes, 1), width, g)]
    const own = offsetIndices(places, countOf(at(outputs, 0).type.shape), width, g)
    return [parted(g.maxUnpool(merged(values, g), merged(own, g), attributes.spatial, attributes), width, g)]
  },
  // MaxUnpool knows float32 alone.
  onnx: (use, scope) =>
    overlaps(use.attributes) || at(use.outputs, 0).type.element !== 'float32'
      ? scatter(use, scope)
      : unpool(use, scope),
})

const overlaps = ({ kernel, strides, dilations }: PoolWindow): boolean =>
  kernel.some((length, axis) => at(dilations, axis) * (length - 1) + 1 > at(strides, axis))

function unpool({ outputs, attributes }: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const shape = fixedShape(at(outputs, 0).type.shape)
  const { strides, pads } = windowAttributes(attributes)
  return [
    {
      operator: 'MaxUnpool',
      inputs: [...scope.inputs, scope.constant(tensorOf('int64', [shape.length], shape))],
      outputs: scope.outputs,
      attributes: { kernel_shape: attributes.kernel, strides: strides ?? [], pads: pads ?? [] },
    },
  ]
}

function scatter({ outputs }: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const [values = '', places = ''] = scope.inputs
  const { element, shape } = at(outputs, 0).type
  const flat = scope.constant(tensorOf('int64', [1], [-1]))
  const size = scope.constant(tensorOf('int64', [1], [countOf(shape)]))
  const target = scope.constant(tensorOf('int64', [shape.length], fixedShape(shape)))
  const zero = scope.constant(tensorOf(element, [], [0]))
  const [row, indices, zeros, sums] = [scope.fresh(), scope.fresh(), scope.fresh(), scope.fresh()]
  const attributes = { axis: 0, reduction: 'add' }
  return [
    { operator: 'Reshape', inputs: [values, flat], outputs: [row] },
    { operator: 'Reshape', inputs: [places, flat], outputs: [indices] },
    { operator: 'Expand', inputs: [zero, size], outputs: [zeros] },
    { operator: 'ScatterElements', inputs: [zeros, indices, row], outputs: [sums], attributes },
    { operator: 'Reshape', inputs: [sums, target], outputs: scope.outputs },
  ]
}
