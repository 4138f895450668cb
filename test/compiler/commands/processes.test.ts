// What only a process shows: signals, locks, closed pipes, models. These tests run the built program in dist/.
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from '@jest/globals'
import { contentOf, projectWith, type Ended } from '../../support/command-line.js'

const program = join(dirname(fileURLToPath(import.meta.url)), '../../../dist/compiler/bin.js')

const specification = (units: string, epochs: number): string => `espalier: 1
name: small
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.5, evaluate: 0.5, by: stratified } }
space: { sequence: [{ affine: { units: ${units} } }, relu, { affine: { units: $data.classes } }] }
train: { loss: cross_entropy, optimizer: { sgd: { learning_rate: 0.05 } }, batch_size: 8, epochs: ${epochs} }
objective: { maximize: accuracy }
budget: { trials: 1 }
`
/** Two fixed arms, one of which cannot but blow up. */
const blownUp = `espalier: 1
name: blown-up
seed: 1
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.7, evaluate: 0.3, by: stratified } }
hyperparameters: { rate: [0.1, 1.0e+30] }
space: { sequence: [affine: { units: 4, name: trunk }, relu, affine: { units: $data.classes, name: head }] }
train: { loss: cross_entropy, optimizer: { sgd: { learning_rate: $rate } }, batch_size: 32, epochs: 1 }
objective: { maximize: accuracy }
budget: { trials: 1 }
arms: { calm: { fixed: { rate: 0.1 } }, wild: { fixed: { rate: 1.0e+30 } } }
protocol: { two_phase: { evaluate: { seeds: 5 } } }
claims: [{ better: calm, than: wild, on: { diverged: { metric: accuracy } }, over: seeds, alternative: one_sided }]
`

const project = projectWith({
  'small.yaml': specification('4', 2),
  'long.yaml': specification('4', 100_000),
  'huge.yaml': specification('2000000000', 2),
  'asked.yaml': blownUp,
  'wild.yaml': specification('4', 2).replace('0.05', '1.0e+30'),
})
const { folder } = project
afterAll(() => project.remove())

function call(...words: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { exit: status ?? -1, out: stdout, err: stderr }
}

/** A run that has begun to train, and what it prints. */
async function begin(out: string) {
  const child = spawn(process.execPath, [program, 'run', 'long.yaml', '--out', out], { cwd: folder })
  let err = ''
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString()
  })
  const ended = new Promise<number>((resume) => void child.on('exit', (code) => resume(code ?? -1)))
  while (!existsSync(join(folder, out, 'lock.json'))) await pause(50)
  await pause(300)
  return { child, ended, err: () => err }
}

/** Processes whose command line names our worker and that belong to a process. */
const workersOf = (parent: number | undefined): readonly string[] =>
  readdirSync('/proc').filter((entry) => {
    try {
      return (
        /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/stat`, 'utf8').split(' ')[3] === String(parent)
      )
    } catch {
      return false
    }
  })

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends a run with exit %d, says how to go on, and leaves no process',
    async (signal, code) => {
      const { child, ended, err } = await begin(signal)
      const workers = workersOf(child.pid)
      expect(workers).not.toEqual([])
      child.kill(signal)
      expect(await ended).toBe(code)
      expect(err()).toContain(`interrupted; go on with: espalier resume ${signal}`)
      expect(workers.filter((worker) => existsSync(`/proc/${worker}`))).toEqual([])
      expect(call('show', signal).out).toMatch(/^small: interrupted\n/)
    },
  )

  test('a run that a live process writes is locked for others and open to readers', async () => {
    const { child, ended } = await begin('locked')
    const second = call('resume', 'locked')
    expect(second.exit).toBe(3)
    expect(second.err).toContain(
      `error run-locked: the run directory is being written by process ${child.pid}`,
    )
    expect(call('show', 'locked').exit).toBe(0)
    child.kill('SIGKILL')
    await ended
  })
})

describe('looking at a run from outside', () => {
  test('it is running while its writer lives, and interrupted when that was killed, for ls, show and who follows it', async () => {
    const { child, ended } = await begin('runs/killed')
    expect(call('ls').out).toMatch(/runs\/killed\s+running/)
    expect(call('show', 'runs/killed').out).toMatch(/^small: running\n/)
    expect(JSON.parse(call('show', 'runs/killed', '--json').out)).toMatchObject({ status: 'running' })

    const follower = spawn(process.execPath, [program, 'show', 'runs/killed', '--follow'], { cwd: folder })
    let seen = ''
    let said = ''
    follower.stderr.on('data', (text: Buffer) => (seen += text.toString()))
    follower.stdout.on('data', (text: Buffer) => (said += text.toString()))
    const followed = new Promise<number>((resume) => void follower.on('close', (code) => resume(code ?? -1)))
    while (!seen.includes('small: running')) await pause(50)
    child.kill('SIGKILL')
    await ended
    expect(await followed).toBe(0)
    expect(said).toMatch(/^small: interrupted\n/)
    expect(seen).toContain('go on with: espalier resume runs/killed')

    expect(call('ls').out).toMatch(/runs\/killed\s+interrupted/)
    expect(JSON.parse(call('ls', '--json').out)).toMatchObject([{ status: 'interrupted' }])
    expect(JSON.parse(call('show', 'runs/killed', '--json').out)).toMatchObject({ status: 'interrupted' })
  })
})

describe('runs that cannot succeed', () => {
  test('a model that does not fit into memory is not tried; the run exits 3 and says what it needs', () => {
    const { exit, err } = call('run', 'huge.yaml', '--out', 'huge')
    expect(exit).toBe(3)
    expect(err).toMatch(
      /\(1 out of memory\): a model of \d+ parameters and a batch of 8 needs about [\d.]+ GiB/,
    )
    expect(existsSync(join(folder, 'huge/result.json'))).toBe(true)
  })

  test('an arm that always diverges has not failed where a claim asks just that', () => {
    const { exit, out } = call('run', 'asked.yaml', '--out', 'asked')
    expect(exit).toBe(0)
    expect(out).toContain('calm better than wild on share of diverged trainings: supported')
    expect(call('show', 'asked').out).toMatch(/^form: 1\d trainings in populations/m)
  })

  test('a run in which everything diverges exits 3 and names step and layer', () => {
    const { exit, err } = call('run', 'wild.yaml', '--out', 'wild')
    expect(exit).toBe(3)
    expect(err).toMatch(
      /\(1 diverged\): loss is not finite at step \d+; it began in layer '[^']+' at step \d+/,
    )
    expect(err).toContain('hint: lower the learning rate')
  })

  test('a device that is not there is refused before anything is written', () => {
    const before = contentOf(folder)
    const { exit, err } = call('run', 'small.yaml', '--device', 'cuda', '--out', 'device')
    if (exit === 0) return
    expect(exit).toBe(2)
    expect(err).toContain("error no-device: the device 'cuda' cannot be used on this machine")
    expect(contentOf(folder)).toEqual(before)
  })
})

describe('models', () => {
  test('are exported, and verify notices one that was changed', () => {
    expect(call('run', 'small.yaml', '--out', 'good').exit).toBe(0)
    expect(call('verify', 'good').exit).toBe(0)
    expect(call('export', 'good', 'model').err).toContain('error no-output')
    expect(call('export', 'good', 'model', '-o', 'deep/model.onnx').exit).toBe(0)
    const model = join(folder, 'good/models/default.onnx')
    expect(readFileSync(join(folder, 'deep/model.onnx'))).toEqual(readFileSync(model))
    appendFileSync(model, 'x')
    const { exit, out } = call('verify', 'good')
    expect(exit).toBe(3)
    expect(out).toMatch(/^FAILED {2}models\/default.onnx is unchanged/m)
  })
})

describe('the terminal', () => {
  test('a full disk on stdout is told without a stack trace', () => {
    if (!existsSync('/dev/full')) return
    const { status, stderr } = spawnSync(
      '/bin/sh',
      ['-c', `"${process.execPath}" "${program}" --help > /dev/full`],
      {
        encoding: 'utf8',
      },
    )
    expect(status).toBe(3)
    expect(stderr).toMatch(/^error no-output: /)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('a reader that closes early is no error', () => {
    const command = `"${process.execPath}" "${program}" explain conv2d | head -1; exit \${PIPESTATUS[0]}`
    expect(spawnSync('/bin/bash', ['-c', command], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: 'conv2d (layer)\n',
      stderr: '',
    })
  })

  test('locale, time zone and a missing home change nothing', () => {
    const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Kolkata', NO_COLOR: '1' }
    const plain = JSON.parse(readFileSync(join(folder, 'good/result.json'), 'utf8')) as {
      result_digest: string
    }
    const digest = (out: string): string => out.trimEnd().split('\n').at(-1) ?? ''
    const { stdout } = spawnSync(process.execPath, [program, 'run', 'small.yaml', '--out', 'other'], {
      cwd: folder,
      encoding: 'utf8',
      env,
    })
    expect(digest(stdout)).toBe(`result ${plain.result_digest}`)
  })
})
