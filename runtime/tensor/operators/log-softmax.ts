// Logarithms of normalized exponentials along an axis.
import type { OnnxNode, OnnxScope } from '../graph.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, onlyLane } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'

/** y = x − log Σ e^x; dx = dy − e^y·Σ dy. ONNX LogSoftmax 13; on WebGPU, which has no kernel for it, simpler operators. */
export const logSoftmax = operator<{ readonly axis: number }>({
  kind: 'log_softmax',
  infer: (inputs) => {
    checkElements(inputs, 'reals')
    return [at(inputs, 0)]
  },
  gradient: ({ outputs, attributes: { axis } }, dy, g) => [
    () => g.subtract(dy, g.multiply(g.exp(at(outputs, 0)), g.reduceSum(dy, [axis], true))),
  ],
  batch: ({ attributes }, lanes, _width, g) => [g.logSoftmax(onlyLane(lanes), attributes.axis + 1)],
  onnx: ({ attributes: { axis } }, scope) => {
    const { inputs, outputs, device } = scope
    if (device === 'webgpu') return fromParts(axis, scope)
    return [{ operator: 'LogSoftmax', inputs, outputs, attributes: { axis } }]
  },
})

/** z = x − max x; y = z − log Σ e^z. */
function fromParts(axis: number, scope: OnnxScope): readonly OnnxNode[] {
  const [x = ''] = scope.inputs
  const axes = scope.constant(tensorOf('int64', [1], [axis]))
  const [largest, z, powers, sum, logarithm] = [
    scope.fresh(),
    scope.fresh(),
    scope.fresh(),
    scope.fresh(),
    scope.fresh(),
  ]
  return [
    { operator: 'ReduceMax', inputs: [x, axes], outputs: [largest], attributes: { keepdims: 1 } },
    { operator: 'Sub', inputs: [x, largest], outputs: [z] },
    { operator: 'Exp', inputs: [z], outputs: [powers] },
    { operator: 'ReduceSum', inputs: [powers, axes], outputs: [sum], attributes: { keepdims: 1 } },
    { operator: 'Log', inputs: [sum], outputs: [logarithm] },
    { operator: 'Sub', inputs: [z, logarithm], outputs: scope.outputs },
  ]
}
