// How float16 is written for a provider. ONNX Runtime's CPU provider has no products of halves: it widens them to float32, and then
// takes the rounding casts on both sides out, so that a graph of halves gives the numbers of float32 (1.30; docs/lowering.md). There,
// operands and results are rounded in a way that stays, and the product between them is one of float32.
import type { Attributes, OnnxNode, OnnxScope, OperatorDefinition } from '../graph.js'
import { elementCodes } from '../tensor-type.js'
import { at } from './lanes.js'
import { tapeOf } from './tape.js'

/** Nodes that round `input` to float16; on the host the largest of one value stands behind the cast, which no optimization takes out. */
export function rounded(input: string, output: string, scope: OnnxScope): readonly OnnxNode[] {
  const isHost = scope.device === 'cpu'
  const half = isHost ? scope.fresh() : output
  const cast = {
    operator: 'Cast',
    inputs: [input],
    outputs: [half],
    attributes: { to: elementCodes.float16 },
  }
  return isHost ? [cast, { operator: 'Max', inputs: [half], outputs: [output] }] : [cast]
}

/** The ONNX form of a product that may be given halves: where the provider has none, that of float32 with its result rounded. */
export const roundingHalves =
  <A extends Attributes>(encode: OperatorDefinition<A>['onnx']): OperatorDefinition<A>['onnx'] =>
  (use, scope) => {
    const { element } = at(use.inputs, 0).type
    if (element !== 'float16' || scope.device !== 'cpu') return encode(use, scope)
    const tape = tapeOf(scope)
    const inputs = scope.inputs.map((name) => tape.add('Cast', [name], { to: elementCodes.float32 }))
    const products = scope.outputs.map(() => scope.fresh())
    return [
      ...tape.nodes,
      ...encode(use, { ...scope, inputs, outputs: products }),
      ...products.flatMap((product, index) => rounded(product, at(scope.outputs, index), scope)),
    ]
  }
