// How small changes go through long short-term memory, and what is sent back through it.
import type { Builder, OnnxNode, OnnxScope, Use, Value } from '../graph.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import {
  blocks,
  checkEnd,
  joined,
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
 * m_t = v_t + f_t·m_{t−1} + Σ over the first three blocks of A_t·(e_{t−1}·U), e_t = w_t + P_t·m_t + the fourth block; or `adjoint`,
 * its transpose: d_t = w_t + G_{t+1}·Uᵀ, n_t = v_t + P_t·d_t + f_{t+1}·n_{t+1} with G = A·[n n n d], which is a third result.
 * `w, f [T, N, H], A [T, N, 4H], P [T, N, H], U [H, 4H], v [T, N, H]` (absent: 0) `→ e, m` or `d, n [T, N, H]`. Each is the other's
 * gradient: ∂f = m_{t−1}·n, ∂A = (e_{t−1}·U)·[n n n d], ∂P = m·d, ∂U = Σ e_{t−1}ᵀ·G. ONNX Scan 16.
 */
export const linearizedLstm = operator<Attributes>({
  kind: 'linearized_lstm',
  infer: (inputs, { adjoint }) => inferChanges(inputs, adjoint),
  gradient: ({ inputs, outputs, attributes }, dy, g, [toMemory, toGates]) => {
    const { adjoint, reverse } = attributes
    const [forget, gates, memory, u] = [at(inputs, 1), at(inputs, 2), at(inputs, 3), at(inputs, 4)]
    const upstream = withGates({ states: dy, memory: toMemory }, toGates, gates, g)
    const options = { adjoint: !adjoint, reverse }
    const other = g.linearizedLstm(upstream, { forget, gates, memory }, u, options)
    const [forward, back] = adjoint ? [other, outputs] : [outputs, other]
    const before = stepBefore(at(forward, 0), reverse, g)
    const four = (): Value => joined([at(back, 1), at(back, 1), at(back, 1), at(back, 0)], g)
    return [
      () => at(other, 0),
      () => g.multiply(stepBefore(at(forward, 1), reverse, g), at(back, 1)),
      () => {
        const reached = g.matmul(before, u)
        return g.multiply(toGates === undefined ? reached : g.add(reached, toGates), four())
      },
      () => g.multiply(at(forward, 1), at(back, 0)),
      () => weightGradient(before, at(back, 2), g),
      () => at(other, 1),
    ]
  },
  batch: (use, lanes, width, g) => recurrentLanes(use, lanes, 4, width, g),
  onnx: (use, scope) => (use.attributes.adjoint ? encodeBack(use, scope) : encodeForward(use, scope)),
})

interface Changes {
  readonly states: Value
  readonly memory?: Value | undefined
}

/** What arrives at G = A·[n n n d] arrives at d and n. */
function withGates(
  { states, memory }: Changes,
  toGates: Value | undefined,
  slopes: Value,
  g: Builder,
): Changes {
  if (toGates === undefined) return { states, memory }
  const parts = blocks(g.multiply(toGates, slopes), 4, g)
  const sum = g.add(g.add(at(parts, 0), at(parts, 1)), at(parts, 2))
  return {
    states: g.add(states, at(parts, 3)),
    memory: memory === undefined ? sum : g.add(memory, sum),
  }
}

function inferChanges(inputs: readonly TensorType[], adjoint: boolean): readonly TensorType[] {
  checkElements(inputs, 'reals')
  const [w, u] = [at(inputs, 0), at(inputs, 4)]
  const { lead, steps, batch } = sequenceShape(sequencesOf(inputs), [u])
  const width = widthOf(w)
  sequencesOf(inputs).forEach((type, index) => checkEnd('changes', type, [index === 2 ? 4 * width : width]))
  checkEnd('weights', u, [width, 4 * width])
  return (adjoint ? [width, width, 4 * width] : [width, width]).map((columns) =>
    tensorType(w.element, [...lead, steps, batch, columns]),
  )
}

/** All inputs but the weights. */
const sequencesOf = <T>(inputs: readonly T[]): readonly T[] => inputs.filter((_, index) => index !== 4)

/** What both directions start with: entries of the step, the weights, and two states. */
function begin({ inputs }: Use<Attributes>, scope: OnnxScope) {
  const types = inputs.map(({ type }) => type)
  const u = at(types, 4)
  const { lead, batch } = sequenceShape(sequencesOf(types), [u])
  const scan = scanOf(scope, u.element, at(scope.inputs, 0))
  const entry = (index: number): string => {
    const { shape } = at(types, index)
    return scan.entry(at(scope.inputs, index), [...shape.slice(0, -3), ...shape.slice(-2)])
  }
  const [now, forget, gates, memory] = [entry(0), entry(1), entry(2), entry(3)]
  const more = types.length > 5 ? entry(5) : undefined
  const shape = [...lead, batch, widthOf(at(types, 0))]
  const weights = weightsInside(scan, at(scope.inputs, 4), u, lead)
  const plusMore = (value: string): string =>
    more === undefined ? value : scan.body.add('Add', [value, more])
  const states = [scan.state(shape), scan.state(shape)] as const
  const whole = (value: string): string => unfaded(scan.body, value, at(types, 0), scope.device)
  return { scan, lead, shape, weights, now, forget, gates, memory, plusMore, states, whole }
}

function encodeForward(use: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const { scan, shape, weights, now, forget, gates, memory, plusMore, states } = begin(use, scope)
  const { body } = scan
  const [state, kept] = states
  const width = Number(shape.at(-1))
  const reached = body.add('Mul', [body.add('MatMul', [state, weights]), gates])
  const parts = body.split(reached, -1, [width, width, width, width])
  const held = parts
    .slice(0, 3)
    .reduce((sum, part) => body.add('Add', [sum, part]), body.add('Mul', [forget, kept]))
  const next = plusMore(held)
  const out = body.add('Add', [body.add('Add', [now, body.add('Mul', [memory, next])]), at(parts, 3)])
  scan.carry(state, out)
  scan.carry(kept, next)
  scan.stack(out, shape, at(scope.outputs, 0))
  scan.stack(next, shape, scope.outputs[1] ?? '')
  return scan.nodes(use.attributes.reverse)
}

function encodeBack(use: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const { scan, lead, shape, weights, now, forget, gates, memory, plusMore, states, whole } = begin(
    use,
    scope,
  )
  const { around, body } = scan
  const [state, kept] = states
  const sent = whole(body.add('Add', [now, state]))
  const held = whole(plusMore(body.add('Add', [kept, body.add('Mul', [memory, sent])])))
  const all = body.add('Mul', [body.add('Concat', [held, held, held, sent], { axis: -1 }), gates])
  const perm = [...lead.map((_, axis) => axis), lead.length + 1, lead.length]
  scan.carry(state, body.add('MatMul', [all, around.add('Transpose', [weights], { perm })]))
  scan.carry(kept, body.add('Mul', [forget, held]))
  scan.stack(sent, shape, at(scope.outputs, 0))
  scan.stack(held, shape, scope.outputs[1] ?? '')
  scan.stack(all, [...shape.slice(0, -1), 4 * Number(shape.at(-1))], scope.outputs[2] ?? '')
  return scan.nodes(!use.attributes.reverse)
}
