// A smooth rectifier.
import { scalarOf } from '../tensor.js'
import { operator } from '../graph.js'
import { unary } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'

/** y = log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)); dy/dx = sigmoid x. ONNX Softplus 1. */
export const softplus = operator({
  ...unary({
    kind: 'softplus',
    onnx: 'Softplus',
    domain: 'reals',
    unsteady: true,
    gradient: ([x], _y, dy, g) => [() => g.multiply(dy, g.sigmoid(x))],
  }),
  onnx: (use, scope) => {
    const { inputs, outputs, device } = scope
    if (device !== 'webgpu') return [{ operator: 'Softplus', inputs, outputs }]
    const one = scope.constant(scalarOf(at(use.inputs, 0).type.element, 1))
    const [positive, size, negative] = [scope.fresh(), scope.fresh(), scope.fresh()]
    const [tail, sum, logarithm] = [scope.fresh(), scope.fresh(), scope.fresh()]
    return [
      { operator: 'Relu', inputs, outputs: [positive] },
      { operator: 'Abs', inputs, outputs: [size] },
      { operator: 'Neg', inputs: [size], outputs: [negative] },
      { operator: 'Exp', inputs: [negative], outputs: [tail] },
      { operator: 'Add', inputs: [tail, one], outputs: [sum] },
      { operator: 'Log', inputs: [sum], outputs: [logarithm] },
      { operator: 'Add', inputs: [positive, logarithm], outputs },
    ]
  },
})
