// Division of unsigned integers by a power of two.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { at, onlyLane } from '../rules/lanes.js'
import { scalarOf } from '../tensor.js'

/**
 * y = ⌊x / 2^bits⌋ for uint32. ONNX BitShift 11 on the host, Div 14 on WebGPU, which has no kernel for shifts:
 * the bits are the same.
 */
export const shiftRight = operator<{ readonly bits: number }>({
  kind: 'shift_right',
  infer: ([input], { bits }) => {
    if (input?.element !== 'uint32') throw new GraphError('element-type', 'uint32 is expected')
    if (!Number.isInteger(bits) || bits < 0 || bits > 31) {
      throw new GraphError('attribute-range', `bits must be 0 to 31, found ${bits}`)
    }
    return [input]
  },
  batch: ({ attributes }, lanes, _width, g) => [g.shiftRight(onlyLane(lanes), attributes.bits)],
  onnx: ({ attributes }, { inputs, outputs, device, constant }) => {
    const x = at(inputs, 0)
    if (device === 'webgpu') {
      return [{ operator: 'Div', inputs: [x, constant(scalarOf('uint32', 2 ** attributes.bits))], outputs }]
    }
    const places = constant(scalarOf('uint32', attributes.bits))
    return [{ operator: 'BitShift', inputs: [x, places], outputs, attributes: { direction: 'RIGHT' } }]
  },
})
