// Weekly pipelines through the built program: exit codes, files that other tools read, and trainings that are not paid for twice.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { repository } from '../support/compile-specification.js'
import { knownArms, projectWith, recordedResults, tableSpecification } from '../support/command-line.js'
import { hasXmllint, junitProblems, pythonWithPandas, sarifProblems } from '../support/pipelines/formats.js'

const bin = join(repository, 'dist/compiler/bin.js')
const none = { folder: '', remove: () => undefined as void }
let project = none
afterEach(() => {
  project.remove()
  project = none
})

const withTable = (more: string): void => {
  project = projectWith({ 'weekly.yaml': tableSpecification(more), 'recorded.csv': recordedResults })
}

/** The environment of a job: nothing of the one that runs these tests but where programs are. */
const job = (more: Readonly<Record<string, string>> = {}) => ({ PATH: process.env['PATH'] ?? '', ...more })

function espalier(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: project.folder,
    env: job(environment),
    encoding: 'utf8',
  })
  return { exit: status, out: stdout, err: stderr }
}

const written = (name: string): string => readFileSync(join(project.folder, 'espalier-ci', name), 'utf8')

function expectReadable(): void {
  for (const file of ['junit.xml', 'espalier.sarif', 'gl-code-quality.json', 'summary.md']) {
    expect(existsSync(join(project.folder, 'espalier-ci', file))).toBe(true)
  }
  expect(sarifProblems(written('espalier.sarif'))).toEqual([])
  if (hasXmllint) expect(junitProblems(join(project.folder, 'espalier-ci/junit.xml'))).toBe('')
}

/** Two arms of equal results, so that nothing can be decided. */
const equalArms = `arms:
  shallow: { fixed: { depth: 1 } }
  twin: { fixed: { depth: 1 } }
`

describe('a weekly run', () => {
  test.each([
    [0, 'its claim holds', `${knownArms}claims: [deep better than shallow on accuracy]\n`],
    [4, 'its claim is refuted', `${knownArms}claims: [shallow better than deep on accuracy]\n`],
    [5, 'its claim stays undecided', `${equalArms}claims: [shallow better than twin on accuracy]\n`],
    [2, 'it names an arm that is none', `${knownArms}claims: [deep better than nobody on accuracy]\n`],
  ])('exits %i where %s, and leaves files that other tools read', (exit, _, more) => {
    withTable(more)
    const ended = espalier(['run', 'weekly.yaml', '--ci', '--fail-on', 'undecided'])
    expect({ exit: ended.exit, stack: /^\s+at .*:\d+:\d+\)?$/m.test(ended.err) }).toEqual({
      exit,
      stack: false,
    })
    expectReadable()
    expect(existsSync(join(project.folder, 'espalier-ci/report.html'))).toBe(exit !== 2)
  })

  test('tells GitHub: a page whose first line is the verdict, and annotations at lines', () => {
    withTable(`${knownArms}claims: [shallow better than deep on accuracy]\n`)
    const page = join(project.folder, 'page.md')
    writeFileSync(page, 'what an earlier step wrote\n\n')
    const { exit, err } = espalier(['run', 'weekly.yaml', '--ci'], {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: project.folder,
      GITHUB_STEP_SUMMARY: page,
    })
    expect(exit).toBe(4)
    const lines = readFileSync(page, 'utf8').split('\n')
    expect(lines[0]).toBe('what an earlier step wrote')
    expect(lines[2]).toBe('# ❌ Failed: looked-up (claims: 1 refuted)')
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1)
    expect(lines).toContainEqual(expect.stringMatching(/^\| shallow +\|/))
    expect(err).toMatch(/^::error file=weekly\.yaml,line=14,.*::/m)
  })
})

/** A network that trains in a moment. */
const native = (claim: string): string => `espalier: 1
name: weekly
seed: 1
data:
  dataset: iris
  prepare: [standardize]
  pools: { tune: 0.6, evaluate: 0.4, by: stratified }
hyperparameters:
  learning_rate: { log_uniform: [1.0e-3, 1.0e-1] }
space: { sequence: [{ affine: { units: $data.classes } }] }
train:
  loss: cross_entropy
  optimizer: { adam: { learning_rate: $learning_rate } }
  batch_size: 16
  epochs: 2
objective: { maximize: accuracy }
budget: { trials: 2 }
arms:
  tuned: { sampler: random }
  untuned: { fixed: { learning_rate: 0.001 } }
protocol: { two_phase: { replicates: 6 } }
claims: ["${claim}"]
`

interface Told {
  readonly counts: { readonly executed: number; readonly reused: number }
  readonly result_digest: string
  readonly claims: readonly { readonly outcome: string }[]
  readonly measurements: readonly Readonly<Record<string, unknown>>[]
}

const toldBy = (text: string): Told => JSON.parse(text) as Told

/** What trainings left in a run, and when: anything trained anew would show. */
const trainedIn = (run: string): readonly string[] =>
  ['checkpoints', 'models'].flatMap((name) => {
    const folder = join(project.folder, 'runs', run, name)
    return readdirSync(folder)
      .sort()
      .map((file) => `${file} ${String(statSync(join(folder, file)).mtimeMs)}`)
  })

describe('a weekly run again', () => {
  test('trains nothing where nothing changed, and nothing where a claim changed', () => {
    project = projectWith({ 'weekly.yaml': native('tuned better than untuned on accuracy') })
    const first = espalier(['run', 'weekly.yaml', '--ci'])
    const folders = readdirSync(join(project.folder, 'runs'))
    expect(folders).toEqual([expect.stringMatching(/^weekly-[0-9a-f]{8}-s1$/)])
    const left = trainedIn(folders[0] ?? '')
    expect(left).not.toEqual([])
    const second = espalier(['run', 'weekly.yaml', '--ci'])
    const digest = /^result [0-9a-f]{64}$/m
    expect(digest.exec(second.out)?.[0]).toMatch(digest)
    expect(digest.exec(second.out)?.[0]).toBe(digest.exec(first.out)?.[0])
    expect(trainedIn(folders[0] ?? '')).toEqual(left)
    expect(second.err).toContain('this run was complete already; nothing was done')
    expect(readdirSync(join(project.folder, 'runs'))).toEqual(folders)

    writeFileSync(
      join(project.folder, 'weekly.yaml'),
      native('untuned not worse than tuned on accuracy with margin 0.9'),
    )
    const third = espalier(['run', 'weekly.yaml', '--ci', '--json'])
    expect(third.exit).toBe(0)
    const { counts, claims } = toldBy(third.out)
    expect({ counts, claims }).toMatchObject({
      counts: { executed: 0, reused: 24 },
      claims: [{ outcome: 'supported' }],
    })
    expectReadable()
  })

  test('goes on after an interruption, which left its files', async () => {
    project = projectWith({
      'slow.mjs': `import { appendFileSync } from 'node:fs'
appendFileSync(new URL('started', import.meta.url), '.')
setTimeout(() => console.log(JSON.stringify({ accuracy: Number(process.argv[2]) })), 300)
`,
      'weekly.yaml': tableSpecification().replace(
        '{ table: { file: recorded.csv } }',
        '{ command: [node, slow.mjs, "${depth}"] }',
      ),
    })
    const child = spawn(process.execPath, [bin, 'run', 'weekly.yaml', '--ci'], {
      cwd: project.folder,
      env: job(),
    })
    const ended = new Promise<number | null>((settle) => child.on('exit', settle))
    while (!existsSync(join(project.folder, 'started')) && child.exitCode === null) await pause(20)
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expectReadable()
    expect(written('summary.md')).toMatch(/^# ⏸ Interrupted: /)
    const [run] = readdirSync(join(project.folder, 'runs'))
    const resumed = espalier(['resume', `runs/${run ?? ''}`, '--ci'])
    expect(resumed.exit).toBe(0)
    expect(written('summary.md')).toMatch(/^# ✅ Passed: looked-up/)
    expect(readdirSync(join(project.folder, 'runs'))).toEqual([run])
  })
})

describe('the measurements of a result', () => {
  const columns = [
    'arm',
    'task',
    'replicate',
    'fold',
    'phase',
    'trial',
    'seed',
    'fidelity',
    'metric',
    'value',
    'end',
  ]

  const measured = (): { readonly file: string; readonly told: Told } => {
    withTable(`${knownArms}claims: [deep better than shallow on accuracy]\n`)
    espalier(['run', 'weekly.yaml'])
    const [run] = readdirSync(join(project.folder, 'runs'))
    const file = join(project.folder, 'runs', run ?? '', 'result.json')
    return { file, told: toldBy(readFileSync(file, 'utf8')) }
  }

  test('are a flat table: every row the same columns, every cell a scalar', () => {
    const { told } = measured()
    expect(told.measurements).toHaveLength(12)
    for (const row of told.measurements) {
      expect(Object.keys(row)).toEqual(columns)
      expect(Object.values(row).filter((cell) => typeof cell === 'object' && cell !== null)).toEqual([])
    }
  })

  const asFrame = `import json, sys, pandas
frame = pandas.DataFrame(json.load(open(sys.argv[1]))['measurements'])
means = frame[(frame.phase == 'evaluate') & (frame.metric == 'accuracy')].groupby('arm').value.mean()
print(json.dumps({'columns': list(frame.columns), 'rows': len(frame), 'means': means.to_dict(), 'type': str(frame.value.dtype)}))`

  ;(pythonWithPandas === undefined ? test.skip : test)('load as a data frame of pandas', () => {
    const { file } = measured()
    const { stdout, stderr } = spawnSync(pythonWithPandas ?? '', ['-c', asFrame, file], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      columns,
      rows: 12,
      means: { shallow: expect.closeTo(0.7, 12), deep: expect.closeTo(0.9, 12) },
      type: 'float64',
    })
  })
})

describe('the JUnit schema', () => {
  ;(hasXmllint ? test : test.skip)('refuses what readers would stumble over', () => {
    withTable(`${knownArms}claims: [shallow better than deep on accuracy]\n`)
    espalier(['run', 'weekly.yaml', '--ci'])
    const file = join(project.folder, 'espalier-ci/junit.xml')
    const sound = readFileSync(file, 'utf8')
    expect(junitProblems(file)).toBe('')
    for (const [found, broken] of [
      [' tests="', ' test="'],
      ['<failure', '<failed/><failure'],
      [' id="1"', ' id="0"'],
      ['T', ' '],
    ] as const) {
      expect(sound).toContain(found)
      writeFileSync(
        file,
        found === 'T' ? sound.replace(/(timestamp="[^T]*)T/, '$1 ') : sound.replace(found, broken),
      )
      expect(junitProblems(file)).not.toBe('')
    }
  })
})
