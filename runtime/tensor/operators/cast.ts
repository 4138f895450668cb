// Another element type.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { rounded } from '../rules/halves.js'
import { at, onlyLane } from '../rules/lanes.js'
import { elementCodes, isFloating, tensorType } from '../tensor-type.js'
import type { ElementType } from '../tensor-type.js'

/** y = x as another element type; between reals the gradient is cast back. ONNX Cast 13. */
export const cast = operator<{ readonly to: ElementType }>({
  kind: 'cast',
  infer: ([input], { to }) => {
    if (input === undefined || input.element === 'string' || to === 'string') {
      throw new GraphError('element-type', 'strings cannot be cast')
    }
    return [tensorType(to, input.shape)]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const { element } = at(inputs, 0).type
    return [isFloating(element) && isFloating(attributes.to) ? () => g.cast(dy, element) : undefined]
  },
  batch: ({ attributes }, lanes, _width, g) => [g.cast(onlyLane(lanes), attributes.to)],
  onnx: ({ attributes: { to } }, scope) => {
    const { inputs, outputs } = scope
    if (to === 'float16') return rounded(at(inputs, 0), at(outputs, 0), scope)
    return [{ operator: 'Cast', inputs, outputs, attributes: { to: elementCodes[to] } }]
  },
})
