// A wall for gradients.
import { operator } from '../graph.js'
import { at, onlyLane } from '../rules/lanes.js'

/** y = x, with no gradient. ONNX Identity 16. */
export const stopGradient = operator<Record<string, never>>({
  kind: 'stop_gradient',
  infer: (inputs) => [at(inputs, 0)],
  gradient: () => [undefined],
  batch: (_use, lanes, _width, g) => [g.stopGradient(onlyLane(lanes))],
  onnx: (_use, { inputs, outputs }) => [{ operator: 'Identity', inputs, outputs }],
})
