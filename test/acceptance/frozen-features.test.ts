// A head on frozen features, run as a user runs it: features are worked out once for all trials and workers, the deployed file is the
// whole model, and another model file is another experiment.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { randomStream } from '../../runtime/support/random.js'
import { projectWith } from '../support/command-line.js'
import { repository } from '../support/compile-specification.js'
import { rectifier } from '../support/frozen.js'

const bin = join(repository, 'dist/compiler/bin.js')
let project = { folder: '', remove: () => undefined as void }

function espalier(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: project.folder,
    env: { PATH: process.env['PATH'] ?? '' },
    encoding: 'utf8',
  })
  return { exit: status, out: stdout, err: stderr }
}

const rows = 120
const random = randomStream(1, 'rings')
const points = Array.from({ length: rows }, () => [random.normal(), random.normal()] as const)

/** Whether a point lies far out: no line tells that of its coordinates, but one does of rectified ones. */
const isFar = ([x, y]: readonly [number, number]): boolean => Math.abs(x) + Math.abs(y) > 1.2

const table = [
  'x,y,far',
  ...points.map(([x, y]) => `${String(x)},${String(y)},${isFar([x, y]) ? 'yes' : 'no'}`),
]

const specification = `espalier: 1
name: frozen
seed: 1
data:
  file: points.csv
  target: far
  pools: { tune: 0.6, evaluate: 0.4, by: stratified }
space:
  sequence:
    - choice:
        - onnx: { file: models/net.onnx, output: rectified }
        - onnx: { file: models/net.onnx, output: both, name: unrectified }
    - affine: { units: $data.classes }
hyperparameters: { learning_rate: { log_uniform: [0.02, 0.2] } }
train:
  loss: cross_entropy
  optimizer: { adam: { learning_rate: $learning_rate } }
  batch_size: 16
  epochs: 20
objective: { maximize: accuracy }
budget: { trials: 6 }
protocol: { two_phase: { replicates: 2 } }
`

const write = (name: string, content: string | Uint8Array): void =>
  writeFileSync(join(project.folder, name), content)

beforeAll(() => {
  project = projectWith({
    'points.csv': `${table.join('\n')}\n`,
    'frozen.yaml': specification,
    'models/.keep': '',
  })
  write('models/net.onnx', rectifier(2))
})
afterAll(() => project.remove())

interface Told {
  readonly arms: Readonly<
    Record<string, { readonly selected: readonly { readonly configuration: object }[] }>
  >
  readonly counts: { readonly by_end: Readonly<Record<string, number>> }
  readonly guarantees: readonly { readonly rule: string; readonly status: string }[]
  readonly result_digest: string
}

const run = (...words: readonly string[]) => espalier('run', 'frozen.yaml', '--json', ...words)

const kept = (out: string): readonly string[] => readdirSync(join(project.folder, out, 'cache', 'features'))

describe('a search over heads on frozen features', () => {
  test('works features out once for each tensor, and gives the same result with one worker and with two', () => {
    const one = run('--out', 'runs/one', '--workers', '1')
    expect(one.err).not.toContain('error')
    expect(one.exit).toBe(0)
    const two = run('--out', 'elsewhere/two', '--workers', '2')
    expect(two.exit).toBe(0)
    const [first, second] = [JSON.parse(one.out) as Told, JSON.parse(two.out) as Told]
    expect(Object.keys(first.counts.by_end)).toEqual(['completed'])
    expect(second.result_digest).toBe(first.result_digest)
    expect(kept('runs/one')).toHaveLength(2)
    expect([...kept('elsewhere/two')].sort()).toEqual([...kept('runs/one')].sort())
    const rule = first.guarantees.find(({ rule: name }) => name === 'pretrained-on-evaluation')
    expect(rule?.status).toBe('declared')
  })

  test('deploys the whole model', async () => {
    const session = await InferenceSession.create(join(project.folder, 'runs/one/models/default.onnx'))
    const features = new Tensor('float32', Float32Array.from(points.flat()), [rows, 2])
    const { label } = await session.run({ features })
    const said = Array.from(label?.data as ArrayLike<string>)
    const hits = points.filter((point, row) => (said[row] === 'yes') === isFar(point)).length
    // Above the larger class by far, which nothing linear in the raw coordinates is: the rings are symmetric.
    const far = points.filter(isFar).length
    expect(hits).toBeGreaterThan(Math.max(far, rows - far) + 0.1 * rows)
  })

  test('writes file, tensor, digest and shape into the plan', () => {
    const plan = readFileSync(join(project.folder, 'runs/one/plan.ts'), 'utf8')
    expect(plan).toMatch(/onnx\('choice\.onnx',\s*\{[^}]*file: 'models\/net\.onnx'[^}]*features: \[4\]/)
    expect(plan).toMatch(/output: 'both',\s*sha256: '[0-9a-f]{64}'/)
  })

  test('takes another model file for another experiment, and a plan of the old one refuses it', () => {
    expect(espalier('compile', 'frozen.yaml').exit).toBe(0)
    write('models/net.onnx', rectifier(2, 4))
    try {
      const other = run('--out', 'runs/one')
      expect(other.exit).toBe(2)
      expect(other.err).toContain('another specification')
      const planned = espalier('run', 'frozen.plan.ts', '--json', '--out', 'runs/planned')
      expect(planned.out + planned.err).toContain('not the model that the plan was compiled for')
    } finally {
      write('models/net.onnx', rectifier(2))
    }
  })
})
