// Whole runs through the built command line, looked at from outside: the exported model, and what a changed specification trains again.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describeData } from '../../runtime/data/describe.js'
import { loadData } from '../../runtime/data/load.js'
import { decodeModel } from '../../runtime/onnx/decode.js'
import { twoPhase } from '../../runtime/protocols/two-phase.js'
import type { Result } from '../../schemas/result.js'

const command = join(import.meta.dirname, '../../dist/compiler/bin.js')

const protocol = {
  replicates: 4,
  tune: { rows: { train: 0.8, select: 0.2 }, seeds: 1, select: 'best' },
  evaluate: { seeds: 2, train_on: 'tune' },
} as const

const specification = (arms: string, claims: string): string => `
espalier: 1
name: small
seed: 5
data: { dataset: digits, prepare: [standardize], pools: { tune: 0.5, evaluate: 0.5, by: stratified } }
space:
  sequence:
    - conv2d: { filters: [4, 8], kernel: 3, padding: same }
    - batch_norm
    - choice: [relu, gelu]
    - max_pool2d: { kernel: 2 }
    - flatten
    - dropout: { rate: 0.2 }
    - affine: { units: $data.classes }
hyperparameters: { learning_rate: { log_uniform: [1.0e-3, 1.0e-1] } }
train: { loss: cross_entropy, optimizer: { adam: { learning_rate: $learning_rate } }, batch_size: 32, epochs: 2 }
objective: { maximize: accuracy }
budget: { trials: 3 }
arms:
  searched: { sampler: { mcts: {} } }
  random: { sampler: random }
${arms}
protocol: { two_phase: ${JSON.stringify(protocol)} }
deploy: { refit: none }
claims:
${claims}
`

const project = mkdtempSync(join(tmpdir(), 'espalier-acceptance-'))
writeFileSync(join(project, 'package.json'), '{}')

function run(text: string, name: string): Result {
  writeFileSync(join(project, 'small.yaml'), text)
  const out = join('runs', name)
  const words = [command, 'run', 'small.yaml', '--out', out, '--workers', '2', '--progress', 'none']
  execFileSync(process.execPath, words, { cwd: project, stdio: 'pipe' })
  return JSON.parse(readFileSync(join(project, out, 'result.json'), 'utf8')) as Result
}

const threshold =
  '  - { arm: searched, on: accuracy, at_least: 0.5, confidence: 0.9, over: replicates, id: floor }'

describe('whole runs', () => {
  const first = run(specification('', threshold), 'small-1')

  test('an exported model, run by plain onnxruntime on raw rows, has the accuracy that the report states', async () => {
    const data = await loadData({ dataset: 'digits' }, { root: project })
    const context = {
      seed: 5,
      tasks: [{ name: 'digits', data: describeData(data) }],
      pools: { tune: 0.5, evaluate: 0.5, by: 'stratified' },
      direction: 'maximize',
      options: protocol,
    } as const
    const units = twoPhase.tuning(context)
    for (const arm of ['searched', 'random']) {
      const model = first.arms[arm]?.model
      const reported = first.measurements.find(
        (row) =>
          row.arm === arm &&
          row.phase === 'evaluate' &&
          row.metric === 'accuracy' &&
          row.replicate === model?.replicate &&
          row.seed === model.seed,
      )?.value
      const tuning = units.find(({ replicate }) => replicate === model?.replicate)
      const measure = tuning && twoPhase.evaluation(context, tuning)[0]?.folds[0]?.measure
      const [image] = data.columns
      if (measure === undefined || image?.kind !== 'real' || data.target.kind !== 'class') {
        throw new Error('digits have images and classes, and their evaluation has rows')
      }
      const bytes = readFileSync(join(project, 'runs/small-1', model?.file ?? ''))
      const session = await InferenceSession.create(bytes)
      const pixels = Float32Array.from(
        [...measure].flatMap((row) => [...image.values.subarray(row * 64, row * 64 + 64)]),
      )
      const [name = ''] = session.inputNames
      const results = await session.run({ [name]: new Tensor('float32', pixels, [measure.length, 1, 8, 8]) })
      const labels = results['label']?.data as readonly string[]
      const { classes, codes } = data.target
      const hits = [...measure].filter((row, index) => classes[codes[row] ?? -1] === labels[index]).length
      expect(hits / measure.length).toBe(reported)
      const { operators, operatorSets } = decodeModel(bytes)
      expect(Object.keys(operators).filter((operator) => operator.includes(':'))).toEqual([])
      expect(Object.keys(operatorSets).filter((domain) => domain !== '' && domain !== 'ai.onnx')).toEqual([])
      await session.release()
    }
  })

  test('an added arm and an edited claim train nothing again that was trained', () => {
    expect(first.counts.reused).toBe(0)
    const edited = threshold.replace('0.5', '0.6')
    const second = run(specification('  third: { sampler: { grid: { points: 2 } } }', edited), 'small-2')
    const old = (result: Result) => result.measurements.filter(({ arm }) => arm !== 'third')
    expect(old(second)).toEqual(old(first))
    expect(second.counts.reused).toBeGreaterThanOrEqual(first.counts.trainings)
    const third = 4 * 3 + 4 * 2
    expect(second.counts.trainings).toBe(first.counts.trainings + third)
    expect(second.counts.executed).toBeLessThanOrEqual(third)
  })

  test('the same directory again does nothing and gives the same digest', () => {
    expect(run(specification('', threshold), 'small-1').result_digest).toBe(first.result_digest)
  })
})
