// ONNX forms of a convolution's weight gradient: a sum over examples and places, for which there is no operator.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { tensorOf } from '../tensor.js'
import { fixedShape } from '../tensor-type.js'
import type { ConvWindow } from '../vocabulary.js'
import { at } from './lanes.js'

type Attributes = ConvWindow & { readonly kernel: readonly number[] }

/** A list of nodes under construction, each with one result. */
interface Tape {
  readonly nodes: OnnxNode[]
  add(operator: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string
  ints(values: readonly number[]): string
}

/** The nodes that compute `dw [O, C/groups, …]` of `x [N, C, …]` and `dy [N, O, …]`. */
export function encodeWeightGradient(use: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const tape = tapeOf(scope)
  const result = asConvolution(use, scope, tape)
  return [...tape.nodes, { operator: 'Identity', inputs: [result], outputs: scope.outputs }]
}

/**
 * As a convolution with examples for channels: `x → [C/G, G·N, …]`, `dy → [O, N, …]`, strides and dilations
 * exchanged, so that the kernel's places are the result's.
 */
function asConvolution({ inputs, attributes }: Use<Attributes>, scope: OnnxScope, tape: Tape): string {
  const [x = '', dy = ''] = scope.inputs
  const [count = 1, channels = 1, ...spatial] = fixedShape(at(inputs, 0).type.shape)
  const { groups, kernel, strides, dilations, pads } = attributes
  const depth = channels / groups
  const axes = spatial.map((_, axis) => axis)
  const images = tape.add('Reshape', [x, tape.ints([count, groups, depth, ...spatial])])
  const turned = tape.add('Transpose', [images], { perm: [2, 1, 0, ...axes.map((axis) => axis + 3)] })
  const operand = tape.add('Reshape', [turned, tape.ints([depth, groups * count, ...spatial])])
  const weights = tape.add('Transpose', [dy], { perm: [1, 0, ...axes.map((axis) => axis + 2)] })
  const attributesOfConv = { strides: dilations, dilations: strides, pads, group: groups }
  const taps = tape.add('Conv', [operand, weights], attributesOfConv)
  const cut = tape.add('Slice', [
    taps,
    tape.ints(axes.map(() => 0)),
    tape.ints(kernel),
    tape.ints(axes.map((axis) => axis + 2)),
  ])
  return tape.add('Transpose', [cut], { perm: [1, 0, ...axes.map((axis) => axis + 2)] })
}

function tapeOf(scope: OnnxScope): Tape {
  const nodes: OnnxNode[] = []
  return {
    nodes,
    add: (operator, inputs, attributes) => {
      const result = scope.fresh()
      nodes.push({ operator, inputs, outputs: [result], ...(attributes === undefined ? {} : { attributes }) })
      return result
    },
    ints: (values) => scope.constant(tensorOf('int64', [values.length], values)),
  }
}
