// x held between two fixed bounds.
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, onlyLane } from '../rules/lanes.js'
import { scalarOf } from '../tensor.js'

/** y = min(max(x, low), high); dy/dx = 1 where low ≤ x ≤ high, else 0. ONNX Clip 13. */
export const clip = operator<{ readonly low: number; readonly high: number }>({
  kind: 'clip',
  infer: (inputs) => {
    checkElements(inputs, 'reals')
    return [at(inputs, 0)]
  },
  gradient: ({ inputs, attributes }, dy, g) => [
    () => {
      const x = at(inputs, 0)
      const inside = g.and(g.greaterOrEqual(x, attributes.low), g.lessOrEqual(x, attributes.high))
      return g.where(inside, dy, 0)
    },
  ],
  batch: ({ attributes }, lanes, _width, g) => [g.clip(onlyLane(lanes), attributes.low, attributes.high)],
  onnx: ({ inputs, attributes }, scope) => {
    const { element } = at(inputs, 0).type
    const bounds = [attributes.low, attributes.high].map((bound) => scope.constant(scalarOf(element, bound)))
    return [{ operator: 'Clip', inputs: [...scope.inputs, ...bounds], outputs: scope.outputs }]
  },
})
