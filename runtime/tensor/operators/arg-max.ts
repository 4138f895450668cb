// Places of largest entries.
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, onlyLane } from '../rules/lanes.js'
import { tensorType } from '../tensor-type.js'

/** y = the first index of the largest entry along an axis; no gradient. ONNX ArgMax 13. */
export const argMax = operator<{ readonly axis: number; readonly keep: boolean }>({
  kind: 'arg_max',
  infer: (inputs, { axis, keep }) => {
    checkElements(inputs, 'reals')
    const { shape } = at(inputs, 0)
    const reduced = keep
      ? shape.map((own, place) => (place === axis ? 1 : own))
      : shape.filter((_, place) => place !== axis)
    return [tensorType('int64', reduced)]
  },
  gradient: () => [undefined],
  batch: ({ attributes }, lanes, _width, g) => [
    g.argMax(onlyLane(lanes), attributes.axis + 1, attributes.keep),
  ],
  onnx: ({ attributes: { axis, keep } }, { inputs, outputs }) => [
    {
      operator: 'ArgMax',
      inputs,
      outputs,
      attributes: { axis, keepdims: Number(keep), select_last_index: 0 },
    },
  ],
})
