// How long `espalier check` takes: from a cold start to its exit, and for many specifications in one call. `npm run bench:check` prints
// times beside those of an empty Node process, measured in turns; the goals are 400 ms cold and 10 s for 1,000 specifications.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopwatch } from '../../runtime/support/clock.js'

const root = join(import.meta.dirname, '../../../..')
const bin = join(root, 'dist/compiler/bin.js')
const rounds = 5
const many = 1000

/** Wall time in milliseconds of one process. */
function timeOf(words: readonly string[]): number {
  const began = stopwatch()
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
  const took = stopwatch() - began
  if (status !== 0) throw new Error(stderr)
  return took
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0

/** Specifications that differ in their numbers, so that none is known from another. */
function specifications(count: number): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'))
  writeFileSync(join(folder, 'package.json'), '{}')
  return Array.from({ length: count }, (_, index) => {
    const file = join(folder, `study-${String(index)}.yaml`)
    writeFileSync(
      file,
      `espalier: 1
name: study-${String(index)}
seed: ${String(index + 1)}
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.6, evaluate: 0.4, by: stratified } }
hyperparameters: { rate: { log_uniform: [${String(1e-4 + index * 1e-6)}, 0.1] } }
space: { sequence: [{ affine: { units: [4, 8, ${String(16 + index)}] } }, relu, { affine: { units: $data.classes } }] }
train: { loss: cross_entropy, optimizer: { adam: { learning_rate: $rate } }, epochs: 5 }
objective: { maximize: accuracy }
budget: { trials: 8 }
arms: { a: { sampler: mcts }, b: { sampler: random } }
protocol: { two_phase: { replicates: 6 } }
claims: [a better than b on accuracy]
`,
    )
    return file
  })
}

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['an empty Node process', ['-e', '0']],
  ['check of a table', [bin, 'check', 'specs/tutorial/6-table.yaml']],
  ['check of the quickstart', [bin, 'check', 'specs/quickstart.yaml']],
  ['check of 1,000 specifications', [bin, 'check', ...specifications(many)]],
]

const times = new Map<string, number[]>(cases.map(([name]) => [name, []]))
for (let round = 0; round < rounds; round += 1) {
  for (const [name, words] of cases) times.get(name)?.push(timeOf(words))
}
const empty = median(times.get('an empty Node process') ?? [])
process.stdout.write('       ms   × empty   process\n')
for (const [name, list] of times) {
  const each = median(list)
  process.stdout.write(`${each.toFixed(0).padStart(9)} ${(each / empty).toFixed(1).padStart(9)}   ${name}\n`)
}
