// Cross-entropy of codes against normalized exponentials.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, batchedValue } from '../rules/lanes.js'
import { isSteady, steadySum } from '../rules/steady.js'
import { tensorOf } from '../tensor.js'
import { sameShape, tensorType } from '../tensor-type.js'

/**
 * y = −Σ c·l over the last axis, given x, l = log softmax x and codes c that sum to 1; dx = dy·(e^l − c). The whole
 * derivative is sent to x and nothing to l, which is a function of x. ONNX Mul 14, ReduceSum 13, Neg 13.
 */
export const crossEntropy = operator<Record<string, never>>({
  kind: 'cross_entropy',
  infer: (inputs) => {
    checkElements(inputs, 'reals')
    const [x, codes] = [at(inputs, 0), at(inputs, 2)]
    if (!sameShape(x.shape, codes.shape)) {
      throw new GraphError('shape-mismatch', 'the codes must have the shape of the scores')
    }
    return [tensorType(x.element, x.shape.slice(0, -1))]
  },
  gradient: ({ inputs }, dy, g) => {
    const [logs, codes] = [at(inputs, 1), at(inputs, 2)]
    return [() => g.multiply(g.unsqueeze(dy, [-1]), g.subtract(g.exp(logs), codes)), undefined, undefined]
  },
  batch: (_use, lanes, width, g) => {
    const [x, codes] = [batchedValue(at(lanes, 0), width, g), batchedValue(at(lanes, 2), width, g)]
    const last = x.type.shape.length - 1
    if (isSteady(x)) return [g.crossEntropy(x, codes)]
    return [g.negate(steadySum(g.multiply(codes, g.logSoftmax(x, last)), [last], false, g))]
  },
  onnx: ({ inputs }, scope) => {
    const [, logs = '', codes = ''] = scope.inputs
    const axis = at(inputs, 0).type.shape.length - 1
    const [products, sum] = [scope.fresh(), scope.fresh()]
    const axes = scope.constant(tensorOf('int64', [1], [axis]))
    return [
      { operator: 'Mul', inputs: [codes, logs], outputs: [products] },
      { operator: 'ReduceSum', inputs: [products, axes], outputs: [sum], attributes: { keepdims: 0 } },
      { operator: 'Neg', inputs: [sum], outputs: scope.outputs },
    ]
  },
})
