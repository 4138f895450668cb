// A choice between two, entry by entry.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { alignedLanes, checkElements } from '../rules/elementwise.js'
import { evaluateElementwise } from '../rules/evaluate.js'
import { at } from '../rules/lanes.js'
import { numbersOf } from '../tensor.js'
import { broadcastShapes, tensorType } from '../tensor-type.js'

/** y = condition ? a : b; the upstream gradient goes where the entry came from. ONNX Where 16. */
export const where = operator<Record<string, never>>({
  kind: 'where',
  infer: (inputs) => {
    const [condition, ...branches] = inputs
    if (condition?.element !== 'bool') throw new GraphError('element-type', 'the condition must be bool')
    checkElements(branches, 'any')
    const shape = broadcastShapes(...inputs.map((input) => input.shape))
    return [tensorType(at(branches, 0).element, shape)]
  },
  gradient: ({ inputs }, dy, g) => {
    const condition = at(inputs, 0)
    return [undefined, () => g.where(condition, dy, 0), () => g.where(condition, 0, dy)]
  },
  batch: (use, lanes, _width, g) => {
    const [condition, yes, no] = alignedLanes(use, lanes, g)
    return condition === undefined || yes === undefined || no === undefined
      ? []
      : [g.where(condition, yes, no)]
  },
  onnx: (_use, { inputs, outputs }) => [{ operator: 'Where', inputs, outputs }],
  evaluate: (inputs, { outputs }) => {
    const chosen = evaluateElementwise(inputs, at(outputs, 0).type, (condition = 0, a = 0, b = 0) =>
      condition === 0 ? b : a,
    )
    // ONNX Runtime's kernel for the host makes 0 of −0, that for WebGPU does not.
    return chosen !== undefined && numbersOf(chosen).some((entry) => Object.is(entry, -0))
      ? undefined
      : chosen
  },
})
