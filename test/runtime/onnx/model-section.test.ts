// Parts of foreign models: the tensor that is asked for, in every operator set that is read, alone and joined to graphs of ours.
import { describe, expect, test } from '@jest/globals'
import type proto from 'onnx-proto'
import { chainModels } from '../../../runtime/onnx/chain-models.js'
import { encodeGraph } from '../../../runtime/onnx/encode.js'
import { externalFiles, inlineWeights } from '../../../runtime/onnx/external-data.js'
import { innerTensors, modelSection } from '../../../runtime/onnx/model-section.js'
import { bytesOfModel, parseModel } from '../../../runtime/onnx/parse-model.js'
import { runOnce } from '../../../runtime/onnx/session.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { tensorFrom } from '../../../runtime/tensor/tensor.js'
import { foreignFile, foreignModel, integers, node, value, weight } from '../../support/foreign-model.js'

type ModelMessage = proto.onnx.IModelProto

const examples = (rows: number, width: number) =>
  tensorFrom(
    'float32',
    [rows, width],
    Float32Array.from({ length: rows * width }, (_, place) => ((place * 7) % 11) - 5),
  )

const input = { name: 'x', element: 'float32' } as const

async function features(model: ModelMessage, rows: number, width: number): Promise<readonly number[]> {
  const { features: found } = await runOnce(bytesOfModel(model), { examples: examples(rows, width) })
  return Array.from(found?.data as Float32Array)
}

/** y = relu(x·W), z = y·V with a fixed batch of one: y is the features, z the answer. */
const network = (operatorSet: number) =>
  foreignModel({
    operatorSet,
    nodes: [
      node('MatMul', ['x', 'W'], ['xW']),
      node('Relu', ['xW'], ['y']),
      node('MatMul', ['y', 'V'], ['z']),
      node('Softmax', ['z'], ['answer'], { axis: -1 }),
    ],
    weights: [weight('W', [2, 3], [1, -1, 2, 0, 1, -2]), weight('V', [3, 2], [1, 1, 1, 1, 1, 1])],
    inputs: [value('x', [1, 2])],
    outputs: [value('answer', [1, 2])],
  })

const relu = (x: number): number => Math.max(0, x)

/** The same by hand. */
const byHand = (rows: number): readonly number[] => {
  const data = examples(rows, 2).data as Float32Array
  return Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0] = data.subarray(row * 2, row * 2 + 2)
    return [relu(a), relu(b - a), relu(2 * a - 2 * b)]
  }).flat()
}

describe('a section of a foreign model', () => {
  test.each([13, 17, 18, 21])(
    'gives an inner tensor for any number of rows (operator set %d)',
    async (set) => {
      const section = modelSection({ model: network(set), input, output: 'y', signal: [2], features: [3] })
      expect(await features(section, 5, 2)).toEqual(byHand(5))
      expect(section.graph?.node?.map(({ opType }) => opType)).toEqual([
        'Cast',
        'MatMul',
        'Relu',
        'Cast',
        'Reshape',
      ])
      expect(section.graph?.initializer?.map(({ name }) => name)).not.toContain('inner/V')
    },
  )

  test('lists what it can end in', () => {
    expect(innerTensors(network(17))).toEqual(['xW', 'y', 'z', 'answer'])
  })

  test('feeds flat rows to a model of images', async () => {
    const model = foreignModel({
      nodes: [node('ReduceSum', ['x', 'axes'], ['sums'], { keepdims: 0 })],
      weights: [integers('axes', [2])],
      inputs: [value('x', [0, 2, 3])],
      outputs: [value('sums', [0, 2])],
    })
    const shaped = { ...input, shape: [2, 3] }
    const section = modelSection({ model, input: shaped, output: 'sums', signal: [6], features: [2] })
    const data = Array.from(examples(2, 6).data as Float32Array)
    const sums = [0, 3, 6, 9].map((from) => data.slice(from, from + 3).reduce((sum, each) => sum + each, 0))
    expect(await features(section, 2, 6)).toEqual(sums)
  })

  test('writes operators anew whose form changed, inside branches too', async () => {
    const branch = (name: string, sign: number): object => ({
      type: 5,
      g: {
        name,
        node: [
          node('ReduceMean', ['x'], [`${name} mean`], { axes: [1], keepdims: 1 }),
          node('Mul', [`${name} mean`, `${name} sign`], [`${name} out`]),
        ],
        initializer: [weight(`${name} sign`, [1], [sign])],
        output: [value(`${name} out`, [0, 1])],
      },
    })
    const model = (operatorSet: number) =>
      foreignModel({
        operatorSet,
        nodes: [
          node('Split', ['x'], ['left', 'right'], { axis: 1 }),
          node('ReduceMax', ['left'], ['most'], { axes: [1], keepdims: 1 }),
          node('ReduceMin', ['right'], ['all']),
          node('Less', ['all', 'zero'], ['negative']),
          node('If', ['negative'], ['mean'], {
            then_branch: branch('then', -1),
            else_branch: branch('else', 1),
          }),
          node('Add', ['most', 'mean'], ['y']),
        ],
        weights: [weight('zero', [1, 1], [0])],
        inputs: [value('x', [0, 4])],
        outputs: [value('y', [0, 1])],
      })
    // One row at a time: the least entry of a batch decides the branch.
    const section = modelSection({ model: model(13), input, output: 'y', signal: [4], features: [1] })
    const original = await runOnce(bytesOfModel(model(13)), { x: examples(1, 4) })
    const [a = 0, b = 0, c = 0, d = 0] = examples(1, 4).data as Float32Array
    expect(await features(section, 1, 4)).toEqual([
      Math.max(a, b) + ((a + b + c + d) / 4) * (Math.min(c, d) < 0 ? -1 : 1),
    ])
    expect(await features(section, 1, 4)).toEqual(Array.from(original['y']?.data as Float32Array))
  })
})

describe('weights in files of their own', () => {
  const external = (name: string, dims: readonly number[], entries: Readonly<Record<string, string>>) => ({
    name,
    dims: [...dims],
    dataType: 1,
    dataLocation: 1,
    externalData: Object.entries(entries).map(([key, text]) => ({ key, value: text })),
  })
  const model = (length = '12') =>
    parseModel(
      foreignFile({
        nodes: [node('Mul', ['x', 'a'], ['xa']), node('Add', ['xa', 'b'], ['y'])],
        weights: [
          external('a', [3], { location: 'weights.bin', offset: '4', length }),
          external('b', [1], { location: 'weights.bin', offset: '0', length: '4' }),
        ],
        inputs: [value('x', [0, 3])],
        outputs: [value('y', [0, 3])],
      }),
    )
  const bytes = new Uint8Array(Float32Array.from([100, 1, 2, 3]).buffer)

  test('are named and brought in', async () => {
    expect(externalFiles(model())).toEqual(['weights.bin'])
    const whole = inlineWeights(model(), new Map([['weights.bin', bytes]]))
    const section = modelSection({ model: whole, input, output: 'y', signal: [3], features: [3] })
    const data = Array.from(examples(2, 3).data as Float32Array)
    expect(await features(section, 2, 3)).toEqual(data.map((each, place) => each * ((place % 3) + 1) + 100))
  })

  test('are refused where they are not there or too short', () => {
    expect(() => inlineWeights(model(), new Map([['other.bin', bytes]]))).toThrow("'weights.bin'")
    expect(() => inlineWeights(model('16'), new Map([['weights.bin', bytes]]))).toThrow("'a' ends at 20")
  })
})

describe('a chain of models', () => {
  const ours = (name: string, gives: string, factor: number, width: number): ModelMessage => {
    const graph = builder()
    const x = graph.input(name, tensorType('float32', ['batch', width]))
    return parseModel(
      encodeGraph({ name, inputs: [x], outputs: [{ name: gives, value: graph.multiply(x, factor) }] }),
    )
  }
  const section = (set: number) =>
    modelSection({ model: network(set), input, output: 'y', signal: [2], features: [3] })
  const chain = (set: number): ModelMessage =>
    chainModels(
      [
        { model: ours('raw', 'prepared', 2, 2), prefix: 'prepare/', gives: 'prepared' },
        { model: section(set), prefix: 'frozen/', takes: 'examples', gives: 'features' },
        { model: ours('features', 'value', 0.5, 3), prefix: '', takes: 'features' },
      ],
      { says: 'so' },
    )

  test.each([13, 18, 21])(
    'is one model from the first inputs to the last outputs (operator set %d)',
    async (set) => {
      const whole = chain(set)
      expect(whole.graph?.input?.map(({ name }) => name)).toEqual(['raw'])
      const { value: found } = await runOnce(bytesOfModel(whole), { raw: examples(4, 2) })
      // 2·x through the network and halved: relu is homogeneous.
      expect(Array.from(found?.data as Float32Array)).toEqual(byHand(4))
      expect(whole.metadataProps).toEqual([{ key: 'says', value: 'so' }])
    },
  )
})
