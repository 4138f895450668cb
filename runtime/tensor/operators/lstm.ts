// Long short-term memory along a sequence.
import type { Builder, OnnxNode, OnnxScope, Use } from '../graph.js'
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
  weightsInside,
  widthOf,
} from '../rules/recurrence.js'
import { scanOf } from '../rules/scan.js'
import type { TensorType } from '../tensor-type.js'
import { tensorType } from '../tensor-type.js'
import type { RunOptions } from '../vocabulary.js'

type Attributes = Required<RunOptions>

/**
 * c′ = f·c + i·g and h′ = o·tanh c′ with i, f, o = σ(p + h·U) and g = tanh of the same, columns in the order i, f, g, o; h = c = 0
 * before the first step: `p [T, N, 4H], U [H, 4H] → h, c [T, N, H]`, and for the gradient i, f, g, o and tanh c, each `[T, N, H]`.
 * The gradient is a linear recurrence (linearized-lstm.ts) between products over all steps at once. ONNX Scan 16.
 */
export const lstm = operator<Attributes>({
  kind: 'lstm',
  infer: inferStates,
  gradient: (use, dy, g, [toMemory]) => {
    const { reverse } = use.attributes
    const { before, memoryBefore, input, forget, fresh, output, bent } = stepsOf(use, g)
    const ofSigmoid = (y: typeof input) => g.multiply(y, g.subtract(1, y))
    const ofTanh = (y: typeof input) => g.subtract(1, g.multiply(y, y))
    const gates = joined(
      [
        g.multiply(fresh, ofSigmoid(input)),
        g.multiply(memoryBefore, ofSigmoid(forget)),
        g.multiply(input, ofTanh(fresh)),
        g.multiply(bent, ofSigmoid(output)),
      ],
      g,
    )
    const slopes = { forget, gates, memory: g.multiply(output, ofTanh(bent)) }
    const options = { adjoint: true, reverse }
    const changes = { states: dy, memory: toMemory }
    const sent = at(g.linearizedLstm(changes, slopes, at(use.inputs, 1), options), 2)
    return [() => sent, () => weightGradient(before, sent, g)]
  },
  batch: (use, lanes, width, g) => recurrentLanes(use, lanes, 1, width, g),
  onnx: encodeSteps,
})

function inferStates(inputs: readonly TensorType[]): readonly TensorType[] {
  checkElements(inputs, 'reals')
  const [p, u] = [at(inputs, 0), at(inputs, 1)]
  const { lead, steps, batch } = sequenceShape([p], [u])
  const width = widthOf(p) / 4
  checkEnd('weights', u, [width, 4 * width])
  return Array.from({ length: 7 }, () => tensorType(p.element, [...lead, steps, batch, width]))
}

/** State and memory before each step, and what the steps kept: in the sense of gradients, functions of these again. */
function stepsOf({ inputs, outputs, attributes: { reverse } }: Use<Attributes>, g: Builder) {
  const before = stepBefore(at(outputs, 0), reverse, g)
  const sums = blocks(g.add(at(inputs, 0), g.matmul(before, at(inputs, 1))), 4, g)
  const opened = (gate: number) => g.straightThrough(at(outputs, 2 + gate), g.sigmoid(at(sums, gate)))
  return {
    before,
    memoryBefore: stepBefore(at(outputs, 1), reverse, g),
    input: opened(0),
    forget: opened(1),
    fresh: g.straightThrough(at(outputs, 4), g.tanh(at(sums, 2))),
    output: opened(3),
    bent: g.straightThrough(at(outputs, 6), g.tanh(at(outputs, 1))),
  }
}

function encodeSteps({ inputs, attributes }: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const [p, u] = [at(inputs, 0).type, at(inputs, 1).type]
  const { lead, batch } = sequenceShape([p], [u])
  const width = widthOf(p) / 4
  const scan = scanOf(scope, p.element, at(scope.inputs, 0))
  const { body } = scan
  const weights = weightsInside(scan, at(scope.inputs, 1), u, lead)
  const now = scan.entry(at(scope.inputs, 0), [...p.shape.slice(0, -3), batch, 4 * width])
  const shape = [...lead, batch, width]
  const [state, memory] = [scan.state(shape), scan.state(shape)]
  const sums = body.split(productPlus(scan, lead, [state, weights], now), -1, [width, width, width, width])
  const bend = (kind: 'Sigmoid' | 'Tanh', gate: number): string => body.add(kind, [at(sums, gate)])
  const [input, forget] = [bend('Sigmoid', 0), bend('Sigmoid', 1)]
  const [fresh, output] = [bend('Tanh', 2), bend('Sigmoid', 3)]
  const kept = body.add('Add', [body.add('Mul', [forget, memory]), body.add('Mul', [input, fresh])])
  const bent = body.add('Tanh', [kept])
  const next = body.add('Mul', [output, bent])
  scan.carry(state, next)
  scan.carry(memory, kept)
  const results = [next, kept, input, forget, fresh, output, bent]
  results.forEach((value, index) => scan.stack(value, shape, scope.outputs[index] ?? ''))
  return scan.nodes(attributes.reverse)
}
