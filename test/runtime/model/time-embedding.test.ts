import { describe, expect, test } from '@jest/globals'
import { forward } from '../../../runtime/model/forward.js'
import { inputLeaves } from '../../../runtime/model/model-leaves.js'
import type { Options } from '../../../runtime/model/options.js'
import { normalCdf } from '../../../runtime/support/normal.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { numbersOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'
import { sequenceOf } from '../../support/training.js'

/** What the layer adds to three numbers, at these levels, with the identity as its weights: the waves themselves, four of them. */
async function waves(options: Options, levels: readonly number[]): Promise<readonly number[]> {
  const graph = builder()
  const tree = sequenceOf({ shape: [4], type: 'real' }, [['timeEmbedding', { dim: 4, ...options }]])
  const x = graph.input('x', tensorType('float32', [2, 4]))
  const level = graph.constant(tensorOf('float32', [levels.length], levels))
  const output = forward(tree, x, { ...inputLeaves(false, graph), level })
  const identity = Array.from({ length: 16 }, (_, place) => Number(place % 5 === 0))
  const [result] = await evaluate([output], {
    x: tensorOf('float32', [2, 4], new Array<number>(8).fill(0)),
    'time_embedding#0.weights': tensorOf('float32', [4, 4], identity),
    'time_embedding#0.bias': tensorOf('float32', [4], [0, 0, 0, 0]),
  })
  return result === undefined ? [] : numbersOf(result)
}

describe('the time embedding', () => {
  test('has sines and cosines of half-normal quantiles, each row at its level', async () => {
    // Quantiles at ¼ and ¾ of a half-normal distribution: P(|Z| ≤ q).
    const quantiles = [0.318639363964375, 1.15034938037601]
    quantiles.forEach((q, index) => expect(2 * normalCdf(q) - 1).toBeCloseTo(0.25 + index / 2, 12))
    const found = await waves({ scale: 0.5 }, [0.3, -1.2])
    const angles = [0.3, -1.2].map((level) => quantiles.map((q) => Math.PI * q * level))
    const expected = angles.flatMap((row) => [...row.map(Math.sin), ...row.map(Math.cos)])
    expected.forEach((value, index) => expect(found[index]).toBeCloseTo(value, 6))
  })

  test('may fall geometrically, and takes one level for all rows', async () => {
    const found = await waves({ form: 'positional', scale: 10 }, [0.3])
    const row = [Math.sin(3), Math.sin(0.03), Math.cos(3), Math.cos(0.03)]
    ;[...row, ...row].forEach((value, index) => expect(found[index]).toBeCloseTo(value, 6))
  })

  test('needs a level', () => {
    const graph = builder()
    const tree = sequenceOf({ shape: [4], type: 'real' }, [['timeEmbedding']])
    const x = graph.input('x', tensorType('float32', [2, 4]))
    expect(() => forward(tree, x, inputLeaves(true, graph))).toThrow('only losses that add noise')
  })
})
