// How small changes go through gated recurrent units, and what is sent back through them.
import type { OnnxNode, OnnxScope, Use, Value } from '../graph.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import {
  blocks,
  checkEnd,
  joined,
  productPlus,
  recurrentLanes,
  sequenceShape,
  stepBefore,
  weightGradient,
  unfaded,
  weightsInside,
  widthOf,
} from '../rules/recurrence.js'
import { scanOf } from '../rules/scan.js'
import type { TensorType } from '../tensor-type.js'
import { tensorType } from '../tensor-type.js'
import type { LinearizedOptions } from '../vocabulary.js'

type Attributes = Required<LinearizedOptions>

/**
 * e_t = w_t + z_t·e_{t−1} + Σ over three blocks of A_t·(e_{t−1}·U), or `adjoint`, its transpose:
 * d_t = w_t + z_{t+1}·d_{t+1} + G_{t+1}·Uᵀ with G = A·[d d d], which is a second result. `w, z [T, N, H], A [T, N, 3H], U [H, 3H] →
 * [T, N, H]`. Each is the other's gradient: with e and d, ∂z = e_{t−1}·d, ∂A = (e_{t−1}·U)·[d d d], ∂U = Σ e_{t−1}ᵀ·G. ONNX Scan 16.
 */
export const linearizedGru = operator<Attributes>({
  kind: 'linearized_gru',
  infer: (inputs, { adjoint }) => inferChanges(inputs, adjoint),
  gradient: ({ inputs, outputs, attributes }, dy, g, [toGates]) => {
    const { adjoint, reverse } = attributes
    const [keep, slopes, u] = [at(inputs, 1), at(inputs, 2), at(inputs, 3)]
    const own = at(outputs, 0)
    const thrice = (x: Value): Value => joined([x, x, x], g)
    const folded = (x: Value): Value => blocks(x, 3, g).reduce((sum, block) => g.add(sum, block))
    // Of the gates of the adjoint, G = A·[d d d], nothing but d is a function of the other inputs.
    const upstream = toGates === undefined ? dy : g.add(dy, folded(g.multiply(toGates, slopes)))
    const other = g.linearizedGru(upstream, keep, slopes, u, { adjoint: !adjoint, reverse })
    const [forward, back] = adjoint ? [at(other, 0), own] : [own, at(other, 0)]
    const before = stepBefore(forward, reverse, g)
    const gates = at(adjoint ? outputs : other, 1)
    return [
      () => at(other, 0),
      () => g.multiply(before, back),
      () => {
        const reached = g.matmul(before, u)
        return g.multiply(toGates === undefined ? reached : g.add(reached, toGates), thrice(back))
      },
      () => weightGradient(before, gates, g),
    ]
  },
  batch: (use, lanes, width, g) => recurrentLanes(use, lanes, 3, width, g),
  onnx: (use, scope) => (use.attributes.adjoint ? encodeBack(use, scope) : encodeForward(use, scope)),
})

function inferChanges(inputs: readonly TensorType[], adjoint: boolean): readonly TensorType[] {
  checkElements(inputs, 'reals')
  const [w, keep, slopes, u] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)]
  const { lead, steps, batch } = sequenceShape([w, keep, slopes], [u])
  const width = widthOf(w)
  checkEnd('gates', keep, [width])
  checkEnd('slopes', slopes, [3 * width])
  checkEnd('weights', u, [width, 3 * width])
  return (adjoint ? [width, 3 * width] : [width]).map((columns) =>
    tensorType(w.element, [...lead, steps, batch, columns]),
  )
}

/** What both directions start with: entries of the step, the weights, and a state. */
function begin({ inputs }: Use<Attributes>, scope: OnnxScope) {
  const [w, keep, slopes, u] = [
    at(inputs, 0).type,
    at(inputs, 1).type,
    at(inputs, 2).type,
    at(inputs, 3).type,
  ]
  const { lead, batch } = sequenceShape([w, keep, slopes], [u])
  const scan = scanOf(scope, w.element, at(scope.inputs, 0))
  const [now, kept, slope] = [w, keep, slopes].map(({ shape }, index) =>
    scan.entry(at(scope.inputs, index), [...shape.slice(0, -3), ...shape.slice(-2)]),
  )
  const shape = [...lead, batch, widthOf(w)]
  const weights = weightsInside(scan, at(scope.inputs, 3), u, lead)
  return {
    scan,
    lead,
    shape,
    weights,
    now: now ?? '',
    kept: kept ?? '',
    slope: slope ?? '',
    state: scan.state(shape),
    whole: (value: string): string => unfaded(scan.body, value, w, scope.device),
  }
}

function encodeForward(use: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const { scan, shape, weights, now, kept, slope, state } = begin(use, scope)
  const { body } = scan
  const width = Number(shape.at(-1))
  const reached = body.add('Mul', [body.add('MatMul', [state, weights]), slope])
  const parts = body.split(reached, -1, [width, width, width])
  const sum = [body.add('Mul', [kept, state]), ...parts].reduce(
    (total, part) => body.add('Add', [total, part]),
    now,
  )
  scan.carry(state, sum)
  scan.stack(sum, shape, at(scope.outputs, 0))
  return scan.nodes(use.attributes.reverse)
}

function encodeBack(use: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const { scan, lead, shape, weights, now, kept, slope, state, whole } = begin(use, scope)
  const { around, body } = scan
  const sent = whole(body.add('Add', [now, state]))
  const gates = body.add('Mul', [body.add('Concat', [sent, sent, sent], { axis: -1 }), slope])
  const turned = around.add('Transpose', [weights], {
    perm: [...lead.map((_, axis) => axis), lead.length + 1, lead.length],
  })
  scan.carry(state, productPlus(scan, lead, [gates, turned], body.add('Mul', [kept, sent])))
  scan.stack(sent, shape, at(scope.outputs, 0))
  scan.stack(gates, [...shape.slice(0, -1), 3 * Number(shape.at(-1))], scope.outputs[1] ?? '')
  return scan.nodes(!use.attributes.reverse)
}
