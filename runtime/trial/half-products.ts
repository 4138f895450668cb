// Finds out whether a device takes products in half precision, and rounds as it should: nothing but trying tells. WebGPU adapters
// without `shader-f16` refuse, and a runtime that took the rounding out would give the numbers of float32 without a word.
import { RunError } from '../../schemas/diagnostic.js'
import { gradients } from '../autodiff/reverse.js'
import { builder } from '../tensor/builder.js'
import type { Device, Value } from '../tensor/graph.js'
import { numbersOf, tensorOf, type Tensor } from '../tensor/tensor.js'
import { tensorType } from '../tensor/tensor-type.js'
import { encodeGraph } from '../onnx/encode.js'
import { runOnce } from '../onnx/session.js'

/** Why products in half precision cannot be had on a device; undefined where they come out right. */
export async function halfProductsProblem(device: Device): Promise<string | undefined> {
  const probes = probesOf()
  const outputs = probes.map(({ value }, index) => ({ name: `y${String(index)}`, value }))
  try {
    const found = await runOnce(encodeGraph({ name: 'half-products', outputs, device }), feeds, { device })
    const wrong = probes.find(({ wanted }, index) => !isEqual(found[`y${String(index)}`], wanted))
    return wrong === undefined ? undefined : `${wrong.what} comes out wrong`
  } catch (error) {
    if (error instanceof RunError) return error.message
    throw error
  }
}

/** 1 + 2⁻¹² is 1 in half precision; sums of few small whole numbers are exact in any order. */
const feeds: Readonly<Record<string, Tensor>> = {
  left: tensorOf('float32', [1, 2], [1 + 2 ** -12, 2]),
  right: tensorOf('float32', [2, 1], [1, 1]),
  images: tensorOf('float32', [1, 1, 3, 3], Array<number>(9).fill(1 + 2 ** -12)),
  filters: tensorOf('float32', [1, 1, 2, 2], Array<number>(4).fill(1)),
}

interface HalfProbe {
  readonly what: string
  readonly value: Value
  readonly wanted: readonly number[]
}

function probesOf(): readonly HalfProbe[] {
  const g = builder('half-products', 'float16')
  const leaf = (name: string): Value => g.input(name, tensorType('float32', feeds[name]?.shape ?? []))
  const [images, filters] = [leaf('images'), leaf('filters')]
  const product = g.matmul(leaf('left'), leaf('right'))
  const convolved = g.conv(images, filters)
  const [backImages = convolved, backFilters = convolved] = gradients(g.reduceSum(convolved), [
    images,
    filters,
  ])
  return [
    { what: 'a product of matrices', value: product, wanted: [3] },
    { what: 'a convolution', value: convolved, wanted: [4, 4, 4, 4] },
    { what: "a convolution's input gradient", value: backImages, wanted: [1, 2, 1, 2, 4, 2, 1, 2, 1] },
    { what: "a convolution's weight gradient", value: backFilters, wanted: [4, 4, 4, 4] },
  ]
}

const isEqual = (found: Tensor | undefined, wanted: readonly number[]): boolean => {
  const numbers = found === undefined ? [] : numbersOf(found)
  return numbers.length === wanted.length && wanted.every((number, index) => number === numbers[index])
}
