// Gated recurrent units along a sequence.
import type { Builder, OnnxNode, OnnxScope, Use, Value } from '../graph.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'
import {
  checkEnd,
  joined,
  productPlus,
  recurrentLanes,
  sequenceShape,
  stepBefore,
  weightGradient,
  weightsInside,
  widthOf,
} from '../rules/recurrence.js'
import { scanOf } from '../rules/scan.js'
import type { TensorType } from '../tensor-type.js'
import { tensorType } from '../tensor-type.js'
import type { RunOptions } from '../vocabulary.js'

type Attributes = Required<RunOptions>

/**
 * h′ = n + z·(h − n) with r, z = σ(p + h·U) and n = tanh(p + r·(h·U + c)), columns in the order r, z, n; h = 0 before the first step:
 * `p [T, N, 3H], U [H, 3H], c [H] → h [T, N, H]`, and for its gradient the gates `[T, N, 2H]`, n and h·U + c, both `[T, N, H]`. The
 * gradient is a linear recurrence (linearized-gru.ts) between products over all steps at once. ONNX Scan 16.
 */
export const gru = operator<Attributes>({
  kind: 'gru',
  infer: inferStates,
  gradient: (use, dy, g) => {
    const { reverse } = use.attributes
    const u = at(use.inputs, 1)
    const { before, open, fresh, product } = stepsOf(use, g)
    const width = widthOf(fresh.type)
    const [reset, keep] = parts(open, [width, width], g)
    // ∂h′/∂ of what n and the gates are functions of.
    const ofFresh = g.multiply(g.subtract(1, keep), g.subtract(1, g.multiply(fresh, fresh)))
    const ofOpen = g.multiply(
      joined([g.multiply(ofFresh, product), g.subtract(before, fresh)], g),
      g.multiply(open, g.subtract(1, open)),
    )
    const slopes = joined([ofOpen, g.multiply(ofFresh, reset)], g)
    const adjoint = g.linearizedGru(dy, keep, slopes, u, { adjoint: true, reverse })
    const [states, gates] = [at(adjoint, 0), at(adjoint, 1)]
    const [toOpen, toProduct] = parts(gates, [2 * width, width], g)
    return [
      () => joined([toOpen, g.multiply(ofFresh, states)], g),
      () => weightGradient(before, gates, g),
      () => toProduct,
    ]
  },
  batch: (use, lanes, width, g) => recurrentLanes(use, lanes, 1, width, g),
  onnx: encodeSteps,
})

function inferStates(inputs: readonly TensorType[]): readonly TensorType[] {
  checkElements(inputs, 'reals')
  const [p, u, c] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  const { lead, steps, batch } = sequenceShape([p], [u, c])
  const width = widthOf(c)
  checkEnd('weights', u, [width, 3 * width])
  checkEnd('inputs', p, [3 * width])
  return [width, 2 * width, width, width].map((columns) =>
    tensorType(p.element, [...lead, steps, batch, columns]),
  )
}

/** The state before each step, and what the steps kept: in the sense of gradients, functions of it again. */
function stepsOf({ inputs, outputs, attributes }: Use<Attributes>, g: Builder) {
  const [p, u, c] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  const width = widthOf(c.type)
  const before = stepBefore(at(outputs, 0), attributes.reverse, g)
  const [p1, p2] = parts(p, [2 * width, width], g)
  const [u1, u2] = parts(u, [2 * width, width], g)
  const open = g.straightThrough(at(outputs, 1), g.sigmoid(g.add(p1, g.matmul(before, u1))))
  const product = g.straightThrough(at(outputs, 3), g.add(g.matmul(before, u2), c))
  const [reset] = parts(open, [width, width], g)
  const fresh = g.straightThrough(at(outputs, 2), g.tanh(g.add(p2, g.multiply(reset, product))))
  return { before, open, fresh, product }
}

/** Columns up to a width, and those after it. */
const parts = (x: Value, widths: readonly [number, number], g: Builder): readonly [Value, Value] => {
  const both = g.split(x, x.type.shape.length - 1, widths)
  return [at(both, 0), at(both, 1)]
}

function encodeSteps(
  { inputs, outputs, attributes }: Use<Attributes>,
  scope: OnnxScope,
): readonly OnnxNode[] {
  const [p, u, c] = [at(inputs, 0).type, at(inputs, 1).type, at(inputs, 2).type]
  const { lead, batch } = sequenceShape([p], [u, c])
  const width = widthOf(c)
  const scan = scanOf(scope, p.element, at(scope.inputs, 0))
  const { around, body } = scan
  const halves = (name: string): readonly string[] => around.split(name, -1, [2 * width, width])
  const [p1 = '', p2 = ''] = halves(at(scope.inputs, 0))
  const [u1 = '', u2 = ''] = halves(weightsInside(scan, at(scope.inputs, 1), u, lead))
  const bias = weightsInside(scan, at(scope.inputs, 2), c, lead)
  const own = [...p.shape.slice(0, -3), batch]
  const [now1, now2] = [scan.entry(p1, [...own, 2 * width]), scan.entry(p2, [...own, width])]
  const shape = [...lead, batch, width]
  const state = scan.state(shape)
  const open = body.add('Sigmoid', [productPlus(scan, lead, [state, u1], now1)])
  const product = productPlus(scan, lead, [state, u2], bias)
  const [reset = '', keep = ''] = body.split(open, -1, [width, width])
  const fresh = body.add('Tanh', [body.add('Add', [now2, body.add('Mul', [reset, product])])])
  const next = body.add('Add', [fresh, body.add('Mul', [keep, body.add('Sub', [state, fresh])])])
  scan.carry(state, next)
  const results = [next, open, fresh, product]
  results.forEach((value, index) =>
    scan.stack(value, [...lead, batch, widthOf(at(outputs, index).type)], scope.outputs[index] ?? ''),
  )
  return scan.nodes(attributes.reverse)
}
