// Frozen models for tests: small networks whose features have a closed form, exact in float32.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as layers from '../../runtime/model/layers/index.js'
import type { LayerUse } from '../../runtime/space/module-tree.js'
import type { PreparedData } from '../../runtime/trial/prepared-data.js'
import { tensorFrom } from '../../runtime/tensor/tensor.js'
import { foreignFile, node, value, weight } from './foreign-model.js'
import { resolved } from './training.js'

/** rectified = relu(factor·x + 1) beside relu(1 − factor·x), then an answer that nobody asks for: [n, 2·width]. */
export const rectifier = (
  width: number,
  factor = 2,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array =>
  foreignFile({
    metadata,
    nodes: [
      node('Mul', ['x', 'factor'], ['scaled']),
      node('Neg', ['scaled'], ['turned']),
      node('Concat', ['scaled', 'turned'], ['both'], { axis: 1 }),
      node('Add', ['both', 'one'], ['shifted']),
      node('Relu', ['shifted'], ['rectified']),
      node('MatMul', ['rectified', 'V'], ['answer']),
    ],
    weights: [
      weight('factor', [1], [factor]),
      weight('one', [1], [1]),
      weight(
        'V',
        [2 * width, 1],
        Array.from({ length: 2 * width }, () => 0.5),
      ),
    ],
    inputs: [value('x', [1, width])],
    outputs: [value('answer', [1, 1])],
  })

/** What `rectified` is for these rows, by hand; a power of two as factor loses no bit. */
export function rectified(data: Float32Array, width: number, factor = 2): Float32Array {
  const rows = data.length / width
  return Float32Array.from({ length: rows * 2 * width }, (_, place) => {
    const [row, column] = [Math.floor(place / (2 * width)), place % (2 * width)]
    const x = data[row * width + (column % width)] ?? Number.NaN
    return Math.max(0, Math.fround(1 + (column < width ? factor : -factor) * x))
  })
}

/** The same data with the features in the place of examples. */
export function withRectified(data: PreparedData): PreparedData {
  const [rows = 0, width = 0] = data.features.shape
  const features = rectified(data.features.data as Float32Array, width)
  return {
    ...data,
    features: tensorFrom('float32', [rows, 2 * width], features),
    input: { shape: [2 * width], type: 'real' },
  }
}

/** A use of an `onnx` layer at the head of a model. */
export const frozenUse = (
  width: number,
  options: Readonly<Record<string, string>> = {},
  features = 2 * width,
): LayerUse => ({
  kind: 'layer',
  layer: {
    ...resolved(layers.onnx, { file: 'model.onnx', output: 'rectified', features: [features], ...options }),
    at: 'spec.yaml:7:5',
  },
  parameters: 'onnx',
  input: { shape: [width], type: 'real' },
  output: { shape: [features], type: 'real' },
})

/** A project folder with a model file in it. */
export function frozenProject(model: Uint8Array): {
  readonly root: string
  readonly directory: string
  write(name: string, bytes: Uint8Array): void
  remove(): void
} {
  const root = mkdtempSync(join(tmpdir(), 'espalier-frozen-'))
  const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(root, name), bytes)
  write('model.onnx', model)
  return { root, directory: join(root, 'run'), write, remove: () => rmSync(root, { recursive: true }) }
}
