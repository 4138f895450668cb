// Sign of x; flat, so no gradient flows.
import { scalarOf } from '../tensor.js'
import { elementCodes } from '../tensor-type.js'
import { operator } from '../graph.js'
import { unary } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import { tapeOf } from '../rules/tape.js'

/** y = −1, 0 or 1. ONNX Sign 13; on WebGPU, which has no kernel for it, (x > 0) − (x < 0). */
export const sign = operator({
  ...unary({
    kind: 'sign',
    onnx: 'Sign',
    domain: 'reals',
    gradient: () => [undefined],
    evaluate: (_element, x = 0) => Math.sign(x),
  }),
  onnx: (use, scope) => {
    const { inputs, outputs, device } = scope
    if (device !== 'webgpu') return [{ operator: 'Sign', inputs, outputs }]
    const { element } = at(use.inputs, 0).type
    const tape = tapeOf(scope)
    const zero = scope.constant(scalarOf(element, 0))
    const to = elementCodes[element]
    const [above, below] = ['Greater', 'Less'].map((comparison) =>
      tape.add('Cast', [tape.add(comparison, [...inputs, zero])], { to }),
    )
    return tape.ending('Sub', [above ?? '', below ?? ''])
  },
})
