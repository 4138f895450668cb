// Normalized exponentials along an axis.
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, onlyLane } from '../rules/lanes.js'

/** y = e^x / Σ e^x; dx = y·(dy − Σ dy·y). ONNX Softmax 13. */
export const softmax = operator<{ readonly axis: number }>({
  kind: 'softmax',
  infer: (inputs) => {
    checkElements(inputs, 'reals')
    return [at(inputs, 0)]
  },
  gradient: ({ outputs, attributes: { axis } }, dy, g) => [
    () => {
      const y = at(outputs, 0)
      return g.multiply(y, g.subtract(dy, g.reduceSum(g.multiply(dy, y), [axis], true)))
    },
  ],
  batch: ({ attributes }, lanes, _width, g) => [g.softmax(onlyLane(lanes), attributes.axis + 1)],
  onnx: ({ attributes }, { inputs, outputs }) => [
    { operator: 'Softmax', inputs, outputs, attributes: { axis: attributes.axis } },
  ],
})
