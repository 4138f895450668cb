// Programs that misbehave, as objectives of real runs: each ends as its typed end, its neighbours are not disturbed, nothing is left running.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { projectWith } from '../support/command-line.js'
import { processesWith, resultOf, runProject, trialFolders } from '../support/command-projects.js'
import type { Call } from '../support/command-projects.js'
import { childrenOf } from '../support/studies/everything.js'
import { until } from '../support/studies/faulty.js'

const program = readFileSync(join(import.meta.dirname, '../support/programs/misbehave.mjs'), 'utf8')

interface Setting {
  readonly ways: readonly string[]
  /** How often each way is tried. */
  readonly steps?: number
  readonly options?: string
  readonly more?: string
}

let project = projectWith({})
let marker = ''
afterEach(() => project.remove())

/** A project that tries every way, once for each step. */
function makeProject({ ways, steps = 1, options = '', more = '' }: Setting): string {
  project.remove()
  marker = `marker-${randomUUID()}`
  const step = Array.from({ length: steps }, (_, index) => index + 1)
  project = projectWith({
    'spec.yaml': `espalier: 1
name: misbehaving
seed: 1
procedure: { command: { run: [node, program.mjs, ${marker}, "\${way}"], grace: 0.5${options} } }
hyperparameters: { way: { choice: [${ways.join(', ')}] }, step: { choice: [${step.join(', ')}] } }
objective: { maximize: accuracy }
sampler: grid
budget: { trials: ${ways.length * steps} }
${more}
`,
    'program.mjs': program,
    'settings.json': '{}',
  })
  return project.folder
}

const tuned = (folder: string, name: string) =>
  resultOf(folder, name).measurements.filter(({ phase }) => phase === 'tune')

/** What each way came to: its typed end and its value. */
function endsOf(folder: string, name: string, ways: readonly string[]) {
  const ends = new Map(tuned(folder, name).map(({ trial, end, value }) => [trial, [end, value] as const]))
  return Object.fromEntries(ways.map((way, trial) => [way, ends.get(trial)]))
}

const digestOf = async (call: Call): Promise<string | undefined> =>
  /^result ([0-9a-f]{64})$/m.exec((await call.ended).out)?.[1]

/** Neither the programs of this project nor workers of it. */
const nothingIsLeft = (folder: string): Promise<void> =>
  until(() => processesWith(marker).length === 0 && processesWith(folder).length === 0)

describe('a program that misbehaves', () => {
  test('ends as its typed end, beside others that are not disturbed, and leaves nothing running', async () => {
    const ways = [
      ...['well', 'hang', 'ignore_signals', 'leave_child', 'leave_child_with_streams', 'flood'],
      ...['not_a_number', 'say_nothing', 'fail', 'need_memory', 'fail_twice'],
    ]
    const options = ', environment: { FLOOD_MEBIBYTES: 64 }'
    const more = 'resources: { timeout: 5s, memory: 300MiB }'
    const folder = makeProject({ ways, options, more })
    expect((await runProject(folder, 'all', ['--workers', '2']).ended).exit).toBe(0)
    expect(processesWith(marker)).toEqual([])
    const ends = endsOf(folder, 'all', ways)
    expect(ends).toEqual({
      well: ['completed', expect.any(Number)],
      hang: ['timed_out', null],
      ignore_signals: ['timed_out', null],
      leave_child: ['completed', 0.4],
      leave_child_with_streams: ['completed', 0.3],
      flood: ['completed', 0.2],
      not_a_number: ['diverged', null],
      say_nothing: ['failed', null],
      fail: ['failed', null],
      need_memory: ['out_of_memory', null],
      fail_twice: ['failed', null],
    })
    const sizes = trialFolders(folder, 'all').map((each) => statSync(join(each, 'stdout.log')).size)
    expect(Math.max(...sizes)).toBeGreaterThan(2 ** 23)
    expect(Math.max(...sizes)).toBeLessThan(2 ** 24 + 100)

    const alone = makeProject({ ways: ['well'] })
    expect((await runProject(alone, 'alone').ended).exit).toBe(0)
    expect(endsOf(alone, 'alone', ['well'])).toEqual({ well: ends['well'] })
  })

  test('is tried again as often as allowed', async () => {
    const folder = makeProject({ ways: ['fail_twice'], options: ', attempts: 3' })
    expect((await runProject(folder, 'run').ended).exit).toBe(0)
    expect(endsOf(folder, 'run', ['fail_twice'])).toEqual({ fail_twice: ['completed', 0.6] })
  })

  test('or that is not there is refused before anything is written', async () => {
    const folder = makeProject({ ways: ['well'] })
    const spec = readFileSync(join(folder, 'spec.yaml'), 'utf8')
    writeFileSync(join(folder, 'spec.yaml'), spec.replace('[node,', '[no-such-program,'))
    const { exit, err } = await runProject(folder, 'run').ended
    expect(exit).toBe(3)
    expect(err).toContain('program-not-found')
    expect(err).toContain("'no-such-program'")
    expect(err).not.toMatch(/^\s+at /m)
    expect(existsSync(join(folder, 'runs/run/run.sqlite'))).toBe(false)
  })

  test('and changes what others read stops the run, which goes on when the file is as it was', async () => {
    const folder = makeProject({ ways: ['well', 'write_elsewhere'], options: ', inputs: [settings.json]' })
    const stopped = await runProject(folder, 'run').ended
    expect(stopped.exit).toBe(3)
    expect(stopped.err).toContain('inputs-changed')
    expect(stopped.err).toContain("'settings.json'")
    expect(existsSync(join(folder, 'runs/run/result.json'))).toBe(false)
    expect((await runProject(folder, 'run').ended).err).toContain('inputs-changed')
    writeFileSync(join(folder, 'settings.json'), '{}')
    // The program does it again: what it gives is never taken for a result.
    expect((await runProject(folder, 'run').ended).err).toContain('inputs-changed')
    await nothingIsLeft(folder)
  })
})

describe('a run of programs', () => {
  test('gives one digest: with one worker, with two, and after kills of a worker, of the coordinator, and Ctrl-C', async () => {
    const folder = makeProject({ ways: ['linger'], steps: 4 })
    const whole = await digestOf(runProject(folder, 'whole', ['--workers', '1']))
    expect(whole).toBeDefined()
    // Apart from each other: what the first has trained must not be reused by the rest.
    const run = (name: string, workers: string): Call =>
      runProject(folder, `../apart/${name}/run`, ['--workers', workers])
    expect(await digestOf(run('two', '2'))).toBe(whole)

    const worker = run('worker', '2')
    await until(() => processesWith(marker).length > 0)
    for (const child of childrenOf(worker.child.pid ?? 0)) process.kill(child, 'SIGKILL')
    expect(await digestOf(worker)).toBe(whole)
    await nothingIsLeft(folder)

    for (const [name, kill] of [
      ['coordinator', (call: Call) => call.child.kill('SIGKILL')],
      ['interrupted', (call: Call) => process.kill(-(call.child.pid ?? 0), 'SIGINT')],
    ] as const) {
      const call = run(name, '2')
      await until(() => processesWith(marker).length > 0)
      kill(call)
      const { exit, signal } = await call.ended
      expect(name === 'interrupted' ? exit : signal).toBe(name === 'interrupted' ? 130 : 'SIGKILL')
      await nothingIsLeft(folder)
      expect(existsSync(join(folder, 'apart', name, 'run/result.json'))).toBe(false)
      expect(await digestOf(run(name, '1'))).toBe(whole)
    }
  })
})

interface Times {
  readonly began: number
  readonly ended: number
  readonly mask: string | null
}

/** Most programs that were running at one time, of those that a filter picks. */
function mostAtOnce(times: readonly Times[]): number {
  return Math.max(
    ...times.map(({ began }) => times.filter((each) => each.began <= began && began < each.ended).length),
  )
}

describe('programs that run side by side', () => {
  const timesOf = (folder: string): readonly Times[] =>
    trialFolders(folder, 'run').map(
      (each) => JSON.parse(readFileSync(join(each, 'times.json'), 'utf8')) as Times,
    )
  const runLingering = async (options: string, more: string): Promise<readonly Times[]> => {
    const folder = makeProject({ ways: ['linger'], steps: 6, options, more })
    const environment = { CUDA_VISIBLE_DEVICES: '3,5' }
    expect((await runProject(folder, 'run', ['--workers', '4'], environment).ended).exit).toBe(0)
    return timesOf(folder)
  }

  test.each([
    [1, 1],
    [0.5, 2],
  ])('each see %s GPU of the mask, and never more of them at once than %s', async (gpus, most) => {
    const times = await runLingering('', `resources: { gpus: ${gpus} }`)
    expect(new Set(times.map(({ mask }) => mask))).toEqual(new Set(['3', '5']))
    for (const device of ['3', '5']) {
      expect(mostAtOnce(times.filter(({ mask }) => mask === device))).toBeLessThanOrEqual(most)
    }
    expect(mostAtOnce(times)).toBeGreaterThan(1)
  })

  test('do not, where they measure time', async () => {
    const times = await runLingering(', exclusive: true', '')
    expect(times.length).toBeGreaterThanOrEqual(6)
    expect(mostAtOnce(times)).toBe(1)
    expect(new Set(times.map(({ mask }) => mask))).toEqual(new Set([null]))
  })

  test('are refused where there are too few GPUs', async () => {
    const folder = makeProject({ ways: ['well'], more: 'resources: { gpus: 3 }' })
    const { exit, err } = await runProject(folder, 'run', [], { CUDA_VISIBLE_DEVICES: '3,5' }).ended
    expect(exit).toBe(3)
    expect(err).toContain('too-few-gpus')
  })

  test('count by the median of their repeats, without those that warm up', async () => {
    const folder = makeProject({ ways: ['count'], options: ', repeats: 3, warmup: 1' })
    expect((await runProject(folder, 'run').ended).exit).toBe(0)
    expect(endsOf(folder, 'run', ['count'])).toEqual({ count: ['completed', 0.2] })
  })
})
