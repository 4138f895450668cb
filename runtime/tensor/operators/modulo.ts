// Remainders.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import { binary } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import { tapeOf } from '../rules/tape.js'
import { scalarOf } from '../tensor.js'
import { isFloating } from '../tensor-type.js'

/**
 * y = a − b·⌊a/b⌋, with the sign of b (−1 modulo 3 is 2); dy/da = 1, dy/db = −⌊a/b⌋. ONNX Mod 13; for reals Mod's
 * `fmod`, which has the sign of a and is exact, plus b where the signs differ.
 */
export const modulo = operator({
  ...binary({
    kind: 'modulo',
    onnx: 'Mod',
    domain: 'numbers',
    gradient: ([a, b], _y, dy, g) => [() => dy, () => g.negate(g.multiply(dy, g.floor(g.divide(a, b))))],
  }),
  onnx: (use, scope) =>
    isFloating(at(use.inputs, 0).type.element)
      ? ofReals(use, scope)
      : [{ operator: 'Mod', inputs: scope.inputs, outputs: scope.outputs }],
})

function ofReals({ inputs }: Use, scope: OnnxScope): readonly OnnxNode[] {
  const tape = tapeOf(scope)
  const [, b = ''] = scope.inputs
  const zero = scope.constant(scalarOf(at(inputs, 0).type.element, 0))
  const rest = tape.add('Mod', scope.inputs, { fmod: 1 })
  const isMixed = tape.add('Xor', [tape.add('Less', [rest, zero]), tape.add('Less', [b, zero])])
  const isWhole = tape.add('Equal', [rest, zero])
  const moved = tape.add('Add', [rest, b])
  const kept = tape.add('Where', [isMixed, moved, rest])
  return tape.ending('Where', [isWhole, rest, kept])
}
