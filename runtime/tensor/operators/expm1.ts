// Exponential minus 1, accurate near 0.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import { unary } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import { tapeOf } from '../rules/tape.js'
import { scalarOf } from '../tensor.js'

/**
 * y = eˣ − 1; dy/dx = eˣ. With u = eˣ as rounded: (u − 1)·x/log u where |x| ≤ ½ (x where u = 1), u − 1 beyond. The
 * error of u cancels, as (u − 1)/log u is flat near 1 (Kahan; Higham 2002, "Accuracy and Stability of Numerical
 * Algorithms", section 1.14.1): relative error below 6·2⁻²⁴ in float32. ONNX Exp 13, Log 13 and arithmetic.
 */
export const expm1 = operator({
  ...unary({
    kind: 'expm1',
    onnx: 'Exp',
    domain: 'reals',
    unsteady: true,
    gradient: ([x], _y, dy, g) => [() => g.multiply(dy, g.exp(x))],
  }),
  onnx: encodeExpm1,
})

function encodeExpm1({ inputs }: Use, scope: OnnxScope): readonly OnnxNode[] {
  const tape = tapeOf(scope)
  const [x = ''] = scope.inputs
  const { element } = at(inputs, 0).type
  const [half, one] = [scope.constant(scalarOf(element, 0.5)), scope.constant(scalarOf(element, 1))]
  const power = tape.add('Exp', [x])
  const distance = tape.add('Sub', [power, one])
  const ratio = tape.add('Div', [x, tape.add('Log', [power])])
  const corrected = tape.add('Mul', [distance, ratio])
  const near = tape.add('Where', [tape.add('Equal', [power, one]), x, corrected])
  const isFar = tape.add('Greater', [tape.add('Abs', [x]), half])
  return tape.ending('Where', [isFar, distance, near])
}
