// The host's blocked convolution: wherever the probe finds it, results are those of the standard operators.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { channelBlock } from '../../../runtime/onnx/channel-block.js'
import { decodeModel } from '../../../runtime/onnx/decode.js'
import { encodeGraph } from '../../../runtime/onnx/encode.js'
import { runOnce } from '../../../runtime/onnx/session.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { numbersOf, tensorFrom, type Tensor } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'

const g = builder()

/** Channels, filters, side of the image, kernel, stride. */
const sizes: readonly (readonly [number, number, number, number, number])[] = [
  [16, 32, 7, 3, 1],
  [32, 16, 6, 5, 1],
  [16, 24, 9, 3, 2],
  [16, 8, 5, 1, 1],
  [8, 16, 6, 3, 1],
  [3, 16, 6, 3, 1],
]

const leaf = (name: string, ...shape: readonly number[]): Value => g.input(name, tensorType('float32', shape))

function drawn({ type }: Value, name: string): Tensor {
  const shape = type.shape.map(Number)
  const random = randomStream('channel-block', name)
  const size = shape.reduce((product, length) => product * length, 1)
  return tensorFrom(
    'float32',
    shape,
    Float32Array.from({ length: size }, () => random.normal()),
  )
}

const modelOf = (outputs: readonly Value[], block?: number): Uint8Array =>
  encodeGraph({
    name: 'blocked',
    outputs: outputs.map((value, index) => ({ name: `y${String(index)}`, value })),
    ...(block === undefined ? {} : { block }),
  })

describe('the blocked convolution', () => {
  test('is never looked for on other devices', async () => {
    expect(await channelBlock('webgpu')).toBeUndefined()
  })

  test('is no part of a model unless it is asked for', () => {
    const y = g.conv(leaf('x', 1, 16, 4, 4), leaf('w', 16, 16, 3, 3))
    expect(decodeModel(modelOf([y])).operators).toEqual({ Conv: 1 })
    expect(Object.keys(decodeModel(modelOf([y], 16)).operators)).toContain('com.microsoft.nchwc:Conv')
  })

  test.each(sizes)('gives what Conv gives: %i → %i channels, %i×, kernel %i, stride %i', async (...size) => {
    const [channels, filters, side, kernel, stride] = size
    const block = await channelBlock('cpu')
    if (block === undefined) return
    const [x, w, b] = [
      leaf('x', 3, channels, side, side),
      leaf('w', filters, channels, kernel, kernel),
      leaf('b', filters),
    ]
    const pad = (kernel - 1) / 2
    const y = g.conv(x, w, { pads: [pad, pad, pad, pad], strides: [stride, stride] }, b)
    const outputs = [y, ...gradients(g.reduceSum(g.multiply(y, y)), [x, w, b])]
    const feeds = { x: drawn(x, 'x'), w: drawn(w, 'w'), b: drawn(b, 'b') }
    const plain = await runOnce(modelOf(outputs), feeds)
    const blocked = await runOnce(modelOf(outputs, block), feeds)
    for (const [name, wanted] of Object.entries(plain)) {
      const found = blocked[name]
      expect(found?.shape).toEqual(wanted.shape)
      const own = found === undefined ? [] : numbersOf(found)
      const largest = Math.max(...numbersOf(wanted).map(Math.abs))
      const errors = [...numbersOf(wanted)].map((number, place) =>
        Math.abs(number - (own[place] ?? Number.NaN)),
      )
      expect(Math.max(...errors) / largest).toBeLessThan(1e-5)
    }
  })
})
