// Logarithm of 1 + x, accurate near 0.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import { unary } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import { tapeOf } from '../rules/tape.js'
import { scalarOf } from '../tensor.js'

/**
 * y = log(1 + x) for x ≥ −1 (−∞ there), NaN below; dy/dx = 1/(1 + x). With u = 1 + x as rounded and d = u − 1, which is
 * exact: log(u)·x/d, that is x where d = 0 and log u where d = x (∞, −1). The error of u cancels, as log(u)/(u − 1)
 * is flat near 1 (Goldberg 1991, "What every computer scientist should know about floating-point arithmetic",
 * theorem 4): relative error below 4·2⁻²⁴ in float32, where log(1 + x) loses all digits below 2⁻²⁴.
 * ONNX Log 13 and arithmetic.
 */
export const log1p = operator({
  ...unary({
    kind: 'log1p',
    onnx: 'Log',
    domain: 'reals',
    unsteady: true,
    gradient: ([x], _y, dy, g) => [() => g.divide(dy, g.add(x, 1))],
  }),
  onnx: encodeLog1p,
})

function encodeLog1p({ inputs }: Use, scope: OnnxScope): readonly OnnxNode[] {
  const tape = tapeOf(scope)
  const [x = ''] = scope.inputs
  const { element } = at(inputs, 0).type
  const [zero, one] = [scope.constant(scalarOf(element, 0)), scope.constant(scalarOf(element, 1))]
  const sum = tape.add('Add', [x, one])
  const distance = tape.add('Sub', [sum, one])
  const logarithm = tape.add('Log', [sum])
  const corrected = tape.add('Mul', [logarithm, tape.add('Div', [x, distance])])
  const isExact = tape.add('Equal', [distance, x])
  const general = tape.add('Where', [isExact, logarithm, corrected])
  return tape.ending('Where', [tape.add('Equal', [distance, zero]), x, general])
}
