// A model with a frozen beginning, exported whole: raw rows in, through preparation, frozen part and head, to the reported numbers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { loadData } from '../../../../runtime/data/load.js'
import type { Experiment } from '../../../../runtime/experiment.js'
import { standardize } from '../../../../runtime/model/prepare/index.js'
import { rowsSeenBy, tellsAllRows } from '../../../../runtime/model/pretrained/fingerprints.js'
import { decodeModel } from '../../../../runtime/onnx/decode.js'
import { bytesOfModel } from '../../../../runtime/onnx/parse-model.js'
import { openSession } from '../../../../runtime/onnx/session.js'
import { readFrozen } from '../../../../runtime/trial/frozen/read.js'
import { supervisedExecution } from '../../../../runtime/trial/supervised-execution.js'
import { tensorFrom } from '../../../../runtime/tensor/tensor.js'
import type { ModuleTree } from '../../../../runtime/space/module-tree.js'
import { foreignModel, node, value, weight } from '../../../support/foreign-model.js'
import { frozenProject, frozenUse, rectifier } from '../../../support/frozen.js'
import { classification, context, requestFor, sequenceOf, specifiedAs } from '../../../support/training.js'

const experiment: Experiment = {
  name: 'iris',
  seed: 1,
  source: { path: 'iris.yaml', bytesSha256: '', resolvedSha256: '' },
  tasks: [
    {
      name: 'task',
      dataset: 'iris',
      prepare: [{ definition: standardize, path: 'prepare.standardize', options: {} }],
      digest: '',
    },
  ],
  arms: [],
  objective: [{ direction: 'maximize', metric: 'accuracy' }],
  protocol: { definition: standardize, path: '', options: {} },
  claims: [],
  guarantees: [],
  slots: 4,
  order: 'virtual',
  refit: 'none',
  resources: {},
}

const odd = (parity: number) => Uint32Array.from({ length: 75 }, (_, index) => 2 * index + parity)

const project = frozenProject(rectifier(4))
afterAll(() => project.remove())

/** Trains a head on the features of the project's model file, exports the whole and asks it for the rows that were measured. */
async function trainAndAsk(features: number, options: Readonly<Record<string, string>> = {}) {
  const head = sequenceOf({ shape: [features], type: 'real' }, [
    ['affine', { units: 8 }],
    ['relu'],
    ['affine', { units: 3 }],
  ])
  const use = frozenUse(4, options, features)
  const model: ModuleTree = { ...head, children: [use, ...head.children], input: use.input }
  const training = classification('adam', { learning_rate: 0.02 }, { epochs: 20, batch_size: 16 })
  const procedure = await supervisedExecution.open({
    ...context,
    metrics: ['accuracy', 'log_loss'],
    directory: project.directory,
    experiment,
    root: project.root,
  })
  const checkpoint = join(project.root, 'state')
  const request = requestFor(specifiedAs(model, training), {
    rows: { train: odd(0), measure: odd(1) },
    phase: 'evaluate',
    checkpointOut: checkpoint,
  })
  const [outcome] = await procedure.train([request])
  const path = join(project.root, 'default.onnx')
  await procedure.export?.({ ...request, checkpoint }, path)
  await procedure.close()
  const reported = (wanted: string): number | undefined =>
    outcome?.measurements.find(({ metric, on }) => metric === wanted && on === 'measure')?.value
  return { bytes: readFileSync(path), reported, end: outcome?.end }
}

/** Accuracy and mean logarithmic loss of a file on raw rows. */
async function ask(bytes: Uint8Array): Promise<{ readonly accuracy: number; readonly loss: number }> {
  const dataset = await loadData({ dataset: 'iris' }, { root: project.root })
  const columns = dataset.columns.flatMap((column) => (column.kind === 'real' ? [column.values] : []))
  const raw = Float32Array.from([...odd(1)].flatMap((row) => columns.map((values) => values[row] ?? 0)))
  const session = await openSession(bytes)
  const results = await session.run({ features: tensorFrom('float32', [75, 4], raw) })
  await session.release()
  const { target } = dataset
  if (target.kind !== 'class') throw new Error('iris has classes')
  const codes = [...odd(1)].map((row) => target.codes[row] ?? 0)
  const labels = results['label']?.data as readonly string[]
  const probabilities = results['probabilities']?.data as Float32Array
  const losses = codes.map((code, row) => -Math.log(probabilities[row * 3 + code] ?? 0))
  return {
    accuracy: codes.filter((code, row) => target.classes[code] === labels[row]).length / 75,
    loss: losses.reduce((sum, loss) => sum + loss, 0) / 75,
  }
}

describe('an exported model with a frozen beginning', () => {
  test('gives the reported numbers on raw rows', async () => {
    const { bytes, reported, end } = await trainAndAsk(8)
    expect(end).toBe('completed')
    const { accuracy, loss } = await ask(bytes)
    expect(accuracy).toBe(reported('accuracy'))
    expect(accuracy).toBeGreaterThan(0.9)
    expect(loss).toBeCloseTo(reported('log_loss') ?? Number.NaN, 6)
  })

  test('is one file of standard operators that says what is inside and which rows it knows', async () => {
    const seen = '0123456789ab'
    project.write('told.onnx', rectifier(4, 2, { trained_on: seen }))
    const { bytes } = await trainAndAsk(8, { file: 'told.onnx' })
    const { operators, inputs, outputs, metadata } = decodeModel(bytes)
    expect(Object.keys(operators).filter((name) => name.includes(':'))).toEqual([])
    // Two products of the head: the frozen model's own answer is left out.
    expect(operators).toMatchObject({ Neg: 1, MatMul: 2 })
    expect([inputs, outputs]).toEqual([['features'], ['probabilities', 'code', 'label']])
    const frozen = readFrozen('told.onnx', project.root)
    expect(JSON.parse(metadata['frozen'] ?? '')).toEqual({
      file: 'told.onnx',
      sha256: frozen.sha256,
      tells_rows: true,
    })
    expect(metadata['trained_on']).toContain(seen)
    expect(tellsAllRows(metadata)).toBe(true)
    const dataset = await loadData({ dataset: 'iris' }, { root: project.root })
    const names = dataset.columns.map(({ name }) => name)
    // Iris holds one flower twice, so that a measured row may be known by its twin.
    expect(rowsSeenBy(metadata, names, dataset)).toEqual(expect.arrayContaining([...odd(0)]))
  })

  test('takes models of older operator sets, in double, with weights in another file', async () => {
    const external = (name: string, dims: readonly number[], offset: number) => ({
      name,
      dims: [...dims],
      dataType: 11,
      dataLocation: 1,
      externalData: [
        { key: 'location', value: 'old.bin' },
        { key: 'offset', value: String(offset) },
        { key: 'length', value: String(8 * (dims[0] ?? 1) * (dims[1] ?? 1)) },
      ],
    })
    const model = foreignModel({
      operatorSet: 13,
      nodes: [
        node('Split', ['x'], ['left', 'right'], { axis: 1 }),
        node('ReduceMean', ['left'], ['mean'], { axes: [1], keepdims: 1 }),
        node('MatMul', ['right', 'W'], ['product']),
        node('Concat', ['mean', 'product'], ['both'], { axis: 1 }),
      ],
      inputs: [value('x', [1, 4], 11)],
      outputs: [value('both', [1, 4], 11)],
    })
    const graph = { ...model.graph, initializer: [external('W', [2, 3], 0)] }
    project.write('old.onnx', bytesOfModel({ ...model, graph }))
    project.write('old.bin', new Uint8Array(Float64Array.from([1, -1, 0.5, 0.25, 2, 1]).buffer))
    const { bytes, reported, end } = await trainAndAsk(4, { file: 'old.onnx', output: 'both' })
    expect(end).toBe('completed')
    const { accuracy, loss } = await ask(bytes)
    expect(accuracy).toBe(reported('accuracy'))
    expect(loss).toBeCloseTo(reported('log_loss') ?? Number.NaN, 6)
    const { operatorSets, metadata } = decodeModel(bytes)
    expect(operatorSets['']).toBe(18)
    // Nobody knows what the old model was trained on.
    expect(tellsAllRows(metadata)).toBe(false)
  })

  test('changes its digest with the weights in the other file', () => {
    const before = readFrozen('old.onnx', project.root).sha256
    project.write('old.bin', new Uint8Array(Float64Array.from([1, -1, 0.5, 0.25, 2, 2]).buffer))
    expect(readFrozen('old.onnx', project.root).sha256).not.toBe(before)
  })

  test('does not read weights from outside of the project', () => {
    const model = foreignModel({
      nodes: [node('Mul', ['x', 'a'], ['y'])],
      inputs: [value('x', [0, 4])],
      outputs: [value('y', [0, 4])],
    })
    const externalData = [{ key: 'location', value: '../secret.bin' }]
    const a = { ...weight('a', [1], [1]), dataLocation: 1, externalData }
    project.write('odd.onnx', bytesOfModel({ ...model, graph: { ...model.graph, initializer: [a] } }))
    expect(() => readFrozen('odd.onnx', project.root)).toThrow('outside the project folder')
  })
})
