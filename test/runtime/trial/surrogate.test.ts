// Fitted models as objectives: what goes in for each kind of choice, what comes out, and what is refused before anything is asked.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import proto from 'onnx-proto'
import { encodeGraph, type NamedValue } from '../../../runtime/onnx/encode.js'
import type { Measurement, SegmentRequest } from '../../../runtime/procedures/procedure.js'
import { surrogate } from '../../../runtime/procedures/surrogate.js'
import type { Configuration } from '../../../runtime/space/decision.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { ElementType } from '../../../runtime/tensor/tensor-type.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import { inspectSurrogate } from '../../../runtime/trial/surrogate/inspection.js'
import { surrogateExecution } from '../../../runtime/trial/surrogate/surrogate.js'
import { tinyPlan } from '../../support/studies/tiny.js'

const g = builder('test')
const input = (name: string, element: ElementType = 'float32', width?: number) =>
  g.input(name, tensorType(element, width === undefined ? ['N'] : ['N', width]))

/** A project folder with one model. */
function project(outputs: readonly NamedValue[]): string {
  const root = mkdtempSync(join(tmpdir(), 'espalier-surrogate-'))
  writeFileSync(join(root, 'model.onnx'), encodeGraph({ name: 'fitted', outputs }))
  return root
}

interface Question {
  readonly options?: Readonly<Record<string, unknown>>
  readonly metrics?: readonly string[]
  readonly to?: number
}

/** What the model of a project says of a configuration, by metric. */
async function ask(root: string, configuration: Configuration, question: Question = {}) {
  const { options = {}, metrics = ['loss'], to = 1 } = question
  const { experiment } = tinyPlan({ arms: ['baseline'] })
  const progress = (): void => undefined
  const open = await surrogateExecution.open({
    directory: root,
    device: 'cpu',
    metrics,
    progress,
    experiment,
    root,
  })
  const training = { definition: surrogate, path: 'train', options: { model: 'model.onnx', ...options } }
  const specified = {
    configuration,
    decisions: [],
    settled: {},
    hyperparameters: configuration,
    training,
    parameters: 0,
    flops: 0,
  }
  const request = {
    training: 'a',
    arm: 'baseline',
    task: 'tiny',
    phase: 'tune' as const,
    seed: 1,
    rows: { train: new Uint32Array() },
    from: 0,
    to,
    maximum: 9,
    specified,
  } satisfies SegmentRequest
  const [outcome] = await open.train([request])
  await open.close()
  if (outcome === undefined) throw new Error('no outcome')
  const values = Object.fromEntries(
    outcome.measurements.map(({ metric, value }: Measurement) => [metric, value]),
  )
  return { ...outcome, values }
}

/** loss = code of `rule` (sgd 0, adam 1) + epochs; our graphs have no operator on texts, so it is written as a file would be. */
function withTexts(): Uint8Array {
  const value = (name: string, elemType: number) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: [{ dimParam: 'N' }] } } },
  })
  const [float, text] = [1, 8]
  const bytes = (words: readonly string[]) => words.map((word) => new TextEncoder().encode(word))
  const attribute = [
    { name: 'keys_strings', type: 8, strings: bytes(['sgd', 'adam']) },
    { name: 'values_floats', type: 6, floats: [0, 1] },
  ]
  return proto.onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [
      { domain: '', version: 18 },
      { domain: 'ai.onnx.ml', version: 2 },
    ],
    graph: {
      name: 'texts',
      input: [value('rule', text), value('epochs', float)],
      output: [value('loss', float)],
      node: [
        { opType: 'LabelEncoder', domain: 'ai.onnx.ml', input: ['rule'], output: ['code'], attribute },
        { opType: 'Add', input: ['code', 'epochs'], output: ['loss'] },
      ],
    },
  }).finish()
}

describe('a surrogate', () => {
  test('takes each choice by an input of its name, and gives each metric by an output of its name', async () => {
    const [x, depth, flag] = [input('x'), input('depth', 'int64'), input('flag', 'float64', 1)]
    const loss = g.add(g.multiply(x, x), g.cast(depth, 'float32'))
    const root = project([
      { name: 'loss', value: loss },
      { name: 'flag2', value: g.add(flag, flag) },
    ])
    const asked = await ask(root, { x: 0.5, depth: 3, flag: true }, { metrics: ['loss', 'flag2'] })
    expect(asked).toMatchObject({ end: 'completed', values: { loss: 3.25, flag2: 2 } })
    expect(asked.measurements[0]).toMatchObject({ on: 'select', fidelity: 1 })
  })

  test('takes choices as columns of one input, with codes, one-hot codes and what stands for absent ones', async () => {
    const columns = (width: number) => {
      const all = input('all', 'float32', width)
      // A number in which each column has a decimal place of its own: 1s, 10s, 100s, …
      const places = g.constant(
        tensorOf(
          'float32',
          [width, 1],
          Array.from({ length: width }, (_, index) => 10 ** index),
        ),
      )
      return project([{ name: 'loss', value: g.reshape(g.matmul(all, places), ['N']) }])
    }
    const inputs = ['x', 'rule', 'depth']
    const categories = { rule: ['sgd', 'adam', 'lion'] }
    const coded = { options: { inputs, categories } }
    expect((await ask(columns(3), { x: 4, rule: 'lion', depth: 5 }, coded)).values).toEqual({ loss: 524 })
    const hot = { options: { inputs, categories, one_hot: true } }
    expect((await ask(columns(5), { x: 4, rule: 'lion', depth: 5 }, hot)).values).toEqual({ loss: 51004 })
    const absent = { options: { inputs, categories, absent: 7 } }
    expect((await ask(columns(3), { x: 4, rule: 'adam' }, absent)).values).toEqual({ loss: 714 })
  })

  test('takes texts as they are where an input takes texts, and the fidelity where one is named', async () => {
    const root = mkdtempSync(join(tmpdir(), 'espalier-surrogate-'))
    writeFileSync(join(root, 'model.onnx'), withTexts())
    const options = { fidelity: 'epochs' }
    expect((await ask(root, { rule: 'adam' }, { options, to: 4 })).values).toEqual({ loss: 5 })
    expect((await ask(root, { rule: 'sgd' }, { options, to: 9 })).values).toEqual({ loss: 9 })
  })

  test('reads metrics from the columns of one output', async () => {
    const all = input('all', 'float32', 2)
    const root = project([{ name: 'out', value: g.multiply(all, all) }])
    const options = { inputs: ['a', 'b'], outputs: ['accuracy', 'cost'] }
    const asked = await ask(root, { a: 2, b: 3 }, { options, metrics: ['cost', 'accuracy'] })
    expect(asked.values).toEqual({ accuracy: 4, cost: 9 })
  })

  test('ends as diverged where a metric is no number', async () => {
    const root = project([{ name: 'loss', value: g.log(input('x')) }])
    expect((await ask(root, { x: -1 })).end).toBe('diverged')
    expect((await ask(root, { x: 1 })).values).toEqual({ loss: 0 })
  })
})

describe('before a run', () => {
  const inspect = (root: string, request: Partial<Parameters<typeof inspectSurrogate>[0]>) =>
    inspectSurrogate(
      { options: { model: 'model.onnx' }, choices: [{ name: 'x' }], metrics: ['loss'], ...request },
      root,
    )
  const simple = () => project([{ name: 'loss', value: g.exp(input('x')) }])

  test('a model that fits passes', async () => {
    await expect(inspect(simple(), {})).resolves.toBeUndefined()
  })

  test.each([
    [
      'a choice without an input',
      { choices: [{ name: 'x' }, { name: 'y' }] },
      'does not take the hyperparameter',
    ],
    ['an input without a choice', { choices: [] }, 'which is no hyperparameter'],
    ['a metric without an output', { metrics: ['loss', 'time'] }, "no output 'time'"],
    ['texts for numbers', { choices: [{ name: 'x', values: ['a', 1] }] }, 'which may be "a"'],
    [
      'columns of an input that has another shape',
      { options: { model: 'model.onnx', inputs: ['x'] } },
      'shape [N]',
    ],
    [
      'a fidelity that no input takes',
      { options: { model: 'model.onnx', fidelity: 'epochs' } },
      "takes no 'epochs'",
    ],
    ['no file', { options: { model: 'other.onnx' } }, 'there is no model file'],
  ])('%s is refused', async (_, request, message) => {
    await expect(inspect(simple(), request)).rejects.toThrow(message)
  })

  test('a file that is no model is refused', async () => {
    const root = simple()
    writeFileSync(join(root, 'model.onnx'), 'x,y\n1,2\n')
    await expect(inspect(root, {})).rejects.toMatchObject({ code: 'model-unreadable' })
  })
})
