import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { onnx } from 'onnx-proto'
import { standardize } from '../../../runtime/model/prepare/index.js'
import { supervisedContrastive } from '../../../runtime/model/losses/supervised-contrastive.js'
import { loadData } from '../../../runtime/data/load.js'
import { supervisedExecution } from '../../../runtime/trial/supervised-execution.js'
import type { Experiment } from '../../../runtime/experiment.js'
import {
  classification,
  context,
  requestFor,
  resolved,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

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

const model = sequenceOf({ shape: [4], type: 'real' }, [
  ['affine', { units: 16 }],
  ['batchNorm'],
  ['leakyRelu', { slope: 0.1 }],
  ['dropout', { rate: 0.2 }],
  ['affine', { units: 3 }],
])
const specified = specifiedAs(
  model,
  classification('adam', { learning_rate: 0.02 }, { epochs: 30, batch_size: 16 }),
)
const odd = (parity: number) => Uint32Array.from({ length: 75 }, (_, index) => 2 * index + parity)

describe('the supervised execution', () => {
  test('iris is learnt from its file, and the exported model gives the reported accuracy on raw rows', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'espalier-export-'))
    const procedure = await supervisedExecution.open({ ...context, experiment, root: directory })
    const request = requestFor(
      { ...specified, configuration: { width: 16 } },
      {
        rows: { train: odd(0), measure: odd(1) },
        phase: 'evaluate',
        checkpointOut: join(directory, 'state'),
      },
    )
    const [outcome] = await procedure.train([request])
    const path = join(directory, 'default.onnx')
    await procedure.export?.({ ...request, checkpoint: join(directory, 'state') }, path)
    await procedure.close()
    const reported = outcome?.measurements.find(
      ({ metric, on }) => metric === 'accuracy' && on === 'measure',
    )?.value
    expect(reported).toBeGreaterThan(0.9)

    const bytes = await readFile(path)
    const session = await InferenceSession.create(bytes)
    const dataset = await loadData({ dataset: 'iris' }, { root: directory })
    const columns = dataset.columns.flatMap((column) => (column.kind === 'real' ? [column.values] : [])) ?? []
    const raw = Float32Array.from([...odd(1)].flatMap((row) => columns.map((values) => values[row] ?? 0)))
    const results = await session.run({ features: new Tensor('float32', raw, [75, 4]) })
    const target = dataset.target
    if (target?.kind !== 'class') throw new Error('iris has classes')
    const labels = results['label']?.data as readonly string[]
    const hits = [...odd(1)].filter((row, index) => target.classes[target.codes[row] ?? 0] === labels[index])
    expect(hits.length / 75).toBe(reported)
    expect(results['probabilities']?.dims).toEqual([75, 3])
    const one = await session.run({ features: new Tensor('float32', raw.slice(0, 4), [1, 4]) })
    expect(one['label']?.data[0]).toBe(labels[0])
    await session.release()

    const decoded = onnx.ModelProto.decode(bytes)
    expect(decoded.graph?.node?.every(({ domain }) => domain === '' || domain === 'ai.onnx')).toBe(true)
    const metadata = Object.fromEntries(decoded.metadataProps.map(({ key, value }) => [key, value]))
    expect(metadata['classes']).toBe(JSON.stringify(target.classes))
    expect(metadata['experiment']).toBe('iris')
    expect(metadata['configuration']).toBe('{"width":16}')
  })
  test('a model that was trained for embeddings is exported as what gives unit vectors', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'espalier-export-'))
    const procedure = await supervisedExecution.open({ ...context, experiment, root: directory })
    const checkpoint = join(directory, 'state')
    const embedding = specifiedAs(model, {
      ...classification('adam', { learning_rate: 0.02 }, { epochs: 2, batch_size: 16 }),
      loss: resolved(supervisedContrastive),
    })
    const request = requestFor(embedding, { rows: { train: odd(0) }, checkpointOut: checkpoint })
    await procedure.train([request])
    await procedure.export?.({ ...request, checkpoint }, join(directory, 'default.onnx'))
    await procedure.close()
    const session = await InferenceSession.create(join(directory, 'default.onnx'))
    expect(session.outputNames).toEqual(['embedding'])
    const { embedding: found } = await session.run({
      features: new Tensor('float32', Float32Array.from([5, 3, 1, 0.2, 6, 3, 4, 1.3]), [2, 4]),
    })
    expect(found?.dims).toEqual([2, 3])
    const [x = 0, y = 0, z = 0] = found?.data as Float32Array
    expect(Math.hypot(x, y, z)).toBeCloseTo(1, 6)
    await session.release()
  })
})
