// Programs that were there before: what has to change in them to be tuned, which rows they see, and what the report says of that.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectWith } from '../support/command-line.js'
import { resultOf, runProject, startBuilt, trialFolders } from '../support/command-projects.js'
import { until } from '../support/studies/faulty.js'

const programs = join(import.meta.dirname, '../support/programs')
const source = (path: string): string => readFileSync(join(programs, path), 'utf8')

/** Three overlapping clouds; a low-discrepancy sequence, so that the file is the same everywhere. */
const flowers = [
  'length,width,kind',
  ...Array.from({ length: 150 }, (_, index) => {
    const kind = index % 3
    const [a, b] = [(index * 0.754877) % 1, (index * 0.56984) % 1]
    return `${(kind + 1.6 * a).toFixed(3)},${(kind * 0.7 + 1.4 * b).toFixed(3)},${['alpine', 'bog', 'coastal'][kind]}`
  }),
].join('\n')

const specification = (command: string, hyperparameters: string, replicates = 2): string => `espalier: 1
name: flowers
seed: 3
data: { file: flowers.csv, target: kind, pools: { tune: 0.6, evaluate: 0.4, by: stratified } }
procedure: { command: ${command} }
hyperparameters: ${hyperparameters}
objective: { maximize: accuracy }
sampler: { grid: { points: 4 } }
budget: { trials: 4 }
protocol:
  two_phase:
    replicates: ${replicates}
    tune: { rows: { train: 0.75, select: 0.25 }, seeds: 1, select: best }
    evaluate: { seeds: 1, train_on: tune }
`

/** Lines of the old program that are gone, or of the new one that are new, whichever are more. */
function changedLines(before: string, after: string): number {
  const missing = (from: readonly string[], to: readonly string[]) =>
    from.filter((line) => !to.includes(line)).length
  const [old, changed] = [before.split('\n'), after.split('\n')]
  return Math.max(missing(old, changed), missing(changed, old))
}

/** A Python that has scikit-learn. */
const python = ['python3', '/usr/bin/python3'].find((program) => {
  try {
    execFileSync(program, ['-c', 'import sklearn'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

describe('an existing program', () => {
  test('in Node is tuned with at most five changed lines', async () => {
    expect(changedLines(source('before/train.mjs'), source('after/train.mjs'))).toBeLessThanOrEqual(5)
    const spec = specification('{ run: [node, train.mjs], folder: project }', '{ neighbours: [1, 3, 9, 27] }')
    const { folder, remove } = projectWith({
      'spec.yaml': spec,
      'train.mjs': source('after/train.mjs'),
      'flowers.csv': flowers,
    })
    const ended = await runProject(folder, 'first', ['--workers', '2']).ended
    expect(ended).toMatchObject({ exit: 0 })
    const { measurements, arms, guarantees } = resultOf(folder, 'first')
    expect(measurements).toHaveLength(2 * 4 + 2)
    expect(measurements.every(({ end, value }) => end === 'completed' && value !== null && value > 0.3)).toBe(
      true,
    )
    expect(Object.keys(arms['default']?.selected[0]?.configuration ?? {})).toEqual(['neighbours'])
    expect(guarantees).toContainEqual({ rule: 'overlapping-rows', status: 'enforced', because: null })
    expect(readFileSync(join(folder, 'runs/first/report.html'), 'utf8')).toContain('enforced during the run')
    remove()
  }, 120_000)

  const withPython = python === undefined ? test.skip : test
  withPython(
    'in Python with scikit-learn is tuned with at most five changed lines (skipped without python3-sklearn)',
    async () => {
      expect(changedLines(source('before/train.py'), source('after/train.py'))).toBeLessThanOrEqual(5)
      const words = `[${python ?? ''}, train.py, "\${strength}", "\${train_rows}", "\${select_rows}", "\${measure_rows}"]`
      const spec = specification(
        `{ run: ${words}, folder: project, patterns: { accuracy: "accuracy: (\\\\S+)" } }`,
        '{ strength: { log_uniform: [0.001, 10.0] } }',
        1,
      )
      const { folder, remove } = projectWith({
        'spec.yaml': spec,
        'train.py': source('after/train.py'),
        'flowers.csv': flowers,
      })
      expect(await runProject(folder, 'first').ended).toMatchObject({ exit: 0 })
      const { measurements } = resultOf(folder, 'first')
      expect(measurements.map(({ end }) => end)).toEqual(Array.from({ length: 5 }, () => 'completed'))
      expect(new Set(measurements.map(({ value }) => value)).size).toBeGreaterThan(1)
      remove()
    },
    120_000,
  )
})

const nosy = `
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
const trial = JSON.parse(readFileSync(process.env.ESPALIER_TRIAL))
const rows = Object.fromEntries(Object.entries(trial.rows).map(([name, file]) => [name, JSON.parse(readFileSync(file))]))
let opened = 'opened'
try { readFileSync(join(dirname(trial.rows.train), 'measure.json')) } catch (error) { opened = error.code }
const run = join(trial.folder, '../..')
// The other worker's training may end, and its folder go, while this one lists: then list again.
let names
while (names === undefined) {
  try { names = readdirSync(run, { recursive: true }) } catch (error) { if (error.code !== 'ENOENT') throw error }
}
const anywhere = names.filter((name) => name.endsWith('measure.json')).length
writeFileSync('seen.json', JSON.stringify({ phase: trial.phase, opened, anywhere, rows }))
console.log(JSON.stringify({ accuracy: trial.configuration.depth / 10 }))
`

interface Seen {
  readonly phase: string
  readonly opened: string
  readonly anywhere: number
  readonly rows: Readonly<Record<string, readonly number[]>>
}

/** Waits, while it is evaluated, for a file that says that it may go on. */
const patient = `
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
const trial = JSON.parse(readFileSync(process.env.ESPALIER_TRIAL))
while (trial.phase === 'evaluate' && !existsSync(trial.project + '/go')) {
  writeFileSync(trial.project + '/waiting', trial.folder)
  await setTimeout(50)
}
console.log(JSON.stringify({ accuracy: trial.configuration.depth / 10 }))
`

const indexFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('measure.json'))

describe('rows of a program', () => {
  test('of an evaluation that was killed are taken away before the run goes on', async () => {
    const { folder, remove } = projectWith({
      'spec.yaml': specification('[node, patient.mjs]', '{ depth: [1, 2, 3, 4] }', 1),
      'patient.mjs': patient,
      'flowers.csv': flowers,
    })
    const call = runProject(folder, 'first', ['--workers', '2'])
    await until(() => existsSync(join(folder, 'waiting')))
    call.child.kill('SIGKILL')
    await call.ended
    expect(indexFiles(folder)).toHaveLength(1)
    // A folder of another training, as a kill between two of them leaves it.
    cpSync(readFileSync(join(folder, 'waiting'), 'utf8'), join(folder, 'runs/first/commands/another@1'), {
      recursive: true,
    })
    expect(indexFiles(folder)).toHaveLength(2)
    writeFileSync(join(folder, 'go'), '')
    expect(await startBuilt(folder, ['resume', 'runs/first']).ended).toMatchObject({ exit: 0 })
    expect(indexFiles(folder)).toEqual([])
    remove()
  }, 60_000)

  test('of the evaluation are in no file while anything is tuned, and are nowhere among the others', async () => {
    const { folder, remove } = projectWith({
      'spec.yaml': specification('[node, nosy.mjs]', '{ depth: [1, 2, 3, 4] }', 1),
      'nosy.mjs': nosy,
      'flowers.csv': flowers,
    })
    expect(await runProject(folder, 'first', ['--workers', '2']).ended).toMatchObject({ exit: 0 })
    const folders = trialFolders(folder, 'first')
    const seen = folders.map((each) => JSON.parse(readFileSync(join(each, 'seen.json'), 'utf8')) as Seen)
    const [tuned, evaluated] = ['tune', 'evaluate'].map((phase) =>
      seen.filter((each) => each.phase === phase),
    )
    expect([tuned?.length, evaluated?.length]).toEqual([4, 1])
    for (const { opened, anywhere, rows } of tuned ?? []) {
      expect([opened, anywhere]).toEqual(['ENOENT', 0])
      expect(Object.keys(rows).sort()).toEqual(['select', 'train'])
      expect(rows['train']?.filter((row) => rows['select']?.includes(row))).toEqual([])
    }
    const measured = evaluated?.[0]?.rows['measure'] ?? []
    expect(measured).toHaveLength(60)
    const used = new Set(tuned?.flatMap(({ rows }) => Object.values(rows).flat()))
    expect(used.size).toBe(90)
    expect(measured.filter((row) => used.has(row))).toEqual([])
    expect(evaluated?.[0]?.opened).toBe('opened')
    // What is kept afterwards is what the program left, with its logs.
    for (const each of folders) {
      expect(readdirSync(each).sort()).toEqual(['seen.json', 'stderr.log', 'stdout.log', 'trial.json'])
      expect(existsSync(join(each, 'rows'))).toBe(false)
      expect(basename(each)).toMatch(/^[0-9a-f]+@1$/)
    }
    remove()
  }, 120_000)

  test('that are not ours are its author’s word', async () => {
    const { folder, remove } = projectWith({
      'spec.yaml': `espalier: 1
name: opaque
seed: 1
procedure: { command: [node, program.mjs, "\${depth}"] }
hyperparameters: { depth: [1, 2] }
objective: { maximize: accuracy }
budget: { trials: 2 }
`,
      'program.mjs': 'console.log(JSON.stringify({ accuracy: Number(process.argv[2]) }))',
    })
    expect(await runProject(folder, 'first').ended).toMatchObject({ exit: 0 })
    const { guarantees, arms } = resultOf(folder, 'first')
    expect(guarantees.filter(({ status }) => status === 'enforced')).toEqual([])
    expect(guarantees).toContainEqual(
      expect.objectContaining({ rule: 'overlapping-rows', status: 'declared' }),
    )
    expect(arms['default']?.selected[0]?.configuration).toEqual({ depth: 2 })
    remove()
  }, 120_000)
})

/** Says when it ran, in a file that all trainings share, and reports a number. */
const diary = `import { appendFileSync, readFileSync } from 'node:fs'
const { phase, configuration } = JSON.parse(readFileSync(process.env.ESPALIER_TRIAL, 'utf8'))
appendFileSync('diary.txt', phase + ' ' + configuration.size + '\\n')
console.log(JSON.stringify({ rate: configuration.size }))
`

const timed = `espalier: 1
name: timed
seed: 5
procedure: { command: { run: [node, measure.mjs], folder: project, exclusive: true } }
hyperparameters: { size: [1, 2, 4] }
objective: { maximize: rate }
budget: { trials: 1 }
arms:
  small: { fixed: { size: 1 } }
  large: { fixed: { size: 2 } }
  huge: { fixed: { size: 4 } }
protocol: { two_phase: { tune: { seeds: 1, select: best }, evaluate: { seeds: 3 } } }
`

test('measurements of time take turns: each arm once, then each again, on any number of workers', async () => {
  for (const workers of ['1', '2']) {
    const { folder, remove } = projectWith({ 'spec.yaml': timed, 'measure.mjs': diary })
    expect(await runProject(folder, 'run', ['--workers', workers]).ended).toMatchObject({ exit: 0 })
    const lines = readFileSync(join(folder, 'diary.txt'), 'utf8').trim().split('\n')
    const turn = ['evaluate 1', 'evaluate 2', 'evaluate 4']
    expect(lines).toEqual([...turn, ...turn, ...turn])
    remove()
  }
}, 120_000)
