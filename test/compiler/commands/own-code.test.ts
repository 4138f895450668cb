// Own code through the built program: a layer, a loss, a metric, a sampler and a procedure from files of a project, trained in workers.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf, projectWith, type Ended } from '../../support/command-line.js'
import { repository } from '../../support/compile-specification.js'

const parts = `
import { defineLayer, defineLoss, defineMetric, defineSampler, drawAccepted, randomly, refuseValue, oneColumn, specifier } from 'espalier/define'
import { scale } from './scale.ts'

export const doubled = defineLayer({
  role: 'layer', kind: 'doubled', summary: 'Doubles.', options: {}, required: [],
  output: (_options, input) => input,
  cost: () => ({ parameters: 0, flops: 1 }),
  build: (_use, input, { graph }) => graph.multiply(input, scale),
})
export const squared = defineLoss({
  role: 'loss', kind: 'squared', summary: 'Squared error.', options: {}, required: [], target: 'real',
  refuses: (output, target) => refuseValue('squared', output, target),
  rows: (_options, outputs, targets, { graph }) => {
    const error = graph.subtract(oneColumn(outputs, graph), targets)
    return graph.multiply(error, error)
  },
  predict: (outputs, graph) => oneColumn(outputs, graph),
})
export const squareError = defineMetric({
  role: 'metric', kind: 'square_error', summary: 'Mean squared error.', options: {}, required: [],
  direction: 'minimize', needs: 'predictions',
  start: () => {
    let sum = 0
    let seen = 0
    return {
      add: ({ values }, targets) => {
        for (let row = 0; row < targets.length; row += 1, seen += 1) sum += (Number(values[row]) - Number(targets[row])) ** 2
      },
      value: () => sum / seen,
    }
  },
})
export const plainDraws = defineSampler({
  role: 'sampler', kind: 'plain_draws', summary: 'Draws.', options: {}, required: [], adaptive: false,
  refuses: () => undefined,
  start: ({ space }) => specifier(space),
  observe: () => undefined,
  propose: (walk, random) => {
    const drawn = drawAccepted(walk, randomly(random))
    return drawn === undefined ? { kind: 'exhausted' } : { kind: 'configuration', configuration: drawn.configuration }
  },
})
`
/** The same study with what comes with Espalier, where there is such a thing. */
const specification = (own: boolean, metric = own ? 'square_error' : 'mse'): string => `espalier: 1
name: ${own ? 'own' : 'shipped'}
seed: 1
${own ? 'use: lib/parts.ts\n' : ''}data: { file: line.csv, target: y, pools: { tune: 0.5, evaluate: 0.5 } }
space: [${own ? 'doubled, ' : ''}{ affine: { units: [1, 2] } }, { affine: { units: 1 } }]
hyperparameters: { rate: { log_uniform: [1.0e-3, 1.0e-2] } }
train: { loss: ${own ? 'squared' : 'mse'}, optimizer: { sgd: { learning_rate: $rate } }, epochs: 2, batch_size: 8 }
sampler: ${own ? 'plain_draws' : 'random'}
objective: { minimize: ${metric} }
budget: { trials: 3 }
deploy: { refit: none }
`
const procedure = `
export const bowl = {
  role: 'procedure', kind: 'bowl', summary: 'A bowl.', required: [], identity: 'configuration',
  options: { at: { type: 'number', default: 3, description: 'Where it is deepest.' } },
  structure: () => 'bowl', width: () => 1,
  open: async ({ metrics }: { metrics: readonly string[] }) => ({
    train: async (requests: readonly any[]) => requests.map(({ training, specified, phase, to }) => ({
      training, end: 'completed', measured: {},
      measurements: metrics.map((metric) => ({
        metric, fidelity: to, on: phase === 'tune' ? 'select' : 'measure',
        value: (specified.hyperparameters.x - specified.training.options.at) ** 2,
      })),
    })),
    close: async () => undefined,
  }),
}
`
const rows = Array.from({ length: 64 }, (_, row) => `${row / 64},${2 * (row / 64) + 1}`)
const project = projectWith({
  'lib/parts.ts': parts,
  'lib/scale.ts': 'export const scale: number = 1\n',
  'lib/bowl.ts': procedure,
  'line.csv': `x,y\n${rows.join('\n')}\n`,
  'own.yaml': specification(true),
  'bowl.yaml': `espalier: 1
name: bowl
use: lib/bowl.ts
procedure: { bowl: { at: 2 } }
hyperparameters: { x: [1, 2, 5] }
sampler: grid
objective: { minimize: depth }
budget: { trials: 3 }
`,
})
const { folder } = project
afterAll(() => project.remove())

const bin = join(repository, 'dist/compiler/bin.js')

function espalier(...words: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { exit: status ?? -1, out: stdout, err: stderr }
}

interface Written {
  readonly digest: string
  readonly measurements: readonly {
    readonly training: string
    readonly metric: string
    readonly value: number
  }[]
}
const resultOf = (run: string): Written =>
  JSON.parse(readFileSync(join(folder, run, 'result.json'), 'utf8')) as Written
const trainingsOf = (run: string): ReadonlySet<string> =>
  new Set(resultOf(run).measurements.map(({ training }) => training))

describe('own code', () => {
  beforeAll(() => {
    const { exit, err } = espalier('run', 'own.yaml', '--allow-code', '--out', 'runs/one', '--workers', '1')
    expect([exit, exit === 0 ? '' : err]).toEqual([0, ''])
  })

  test('runs nothing and leaves nothing where it is not allowed', () => {
    const before = contentOf(folder)
    for (const words of [['check'], ['space'], ['compile'], ['run']]) {
      const { exit, err } = espalier(...words, 'own.yaml')
      expect([exit, err]).toEqual([2, expect.stringContaining('own.yaml:4:1: error code-not-loaded')])
    }
    for (const word of ['resume', 'verify']) {
      expect(espalier(word, 'runs/one')).toMatchObject({
        exit: 2,
        err: expect.stringContaining('code-not-loaded'),
      })
    }
    expect(contentOf(folder)).toEqual(before)
  })

  test('gives the same with two workers', () => {
    expect(espalier('run', 'own.yaml', '--allow-code', '--out', 'elsewhere/two', '--workers', '2').exit).toBe(
      0,
    )
    expect(resultOf('elsewhere/two').digest).toBe(resultOf('runs/one').digest)
  })

  test('a loss and a metric that say the same measure the same on every training', () => {
    const values = (metric: string): readonly number[] =>
      resultOf('runs/one').measurements.flatMap((each) => (each.metric === metric ? [each.value] : []))
    expect(values('square_error').length).toBeGreaterThan(0)
    values('square_error').forEach((value, place) =>
      expect(value).toBeCloseTo(values('loss')[place] ?? NaN, 5),
    )
  })

  test('a changed byte in what it imports makes other trainings', () => {
    const before = trainingsOf('runs/one')
    writeFileSync(join(folder, 'lib/scale.ts'), 'export const scale: number = 1.0\n')
    expect(espalier('run', 'own.yaml', '--allow-code', '--out', 'runs/changed').exit).toBe(0)
    expect([...trainingsOf('runs/changed')].filter((training) => before.has(training))).toEqual([])
  })

  test('is taken from the run directory, once the original is gone, and not where it was edited', () => {
    rmSync(join(folder, 'lib'), { recursive: true })
    expect(espalier('resume', 'runs/one', '--allow-code')).toMatchObject({ exit: 0 })
    expect(espalier('verify', 'runs/one', '--allow-code')).toMatchObject({ exit: 0 })
    writeFileSync(join(folder, 'runs/one/code/lib/scale.ts'), 'export const scale = 3\n')
    expect(espalier('verify', 'runs/one', '--allow-code').out).toContain(
      'FAILED  code/lib/scale.ts is unchanged',
    )
    expect(espalier('resume', 'runs/one', '--allow-code').err).toContain('edited-plan')
  })
})

test('a procedure of one’s own is tuned', () => {
  writeFileSync(join(folder, 'bowl.ts'), procedure)
  writeFileSync(
    join(folder, 'bowl.yaml'),
    readFileSync(join(folder, 'bowl.yaml'), 'utf8').replace('lib/bowl.ts', 'bowl.ts'),
  )
  const { exit, err } = espalier('run', 'bowl.yaml', '--allow-code', '--out', 'runs/bowl')
  expect([exit, exit === 0 ? '' : err]).toEqual([0, ''])
  expect(existsSync(join(folder, 'runs/bowl/code/bowl.ts'))).toBe(true)
  expect(resultOf('runs/bowl').measurements.map(({ value }) => value)).toContain(0)
})
