// Completion as shells do it: each shell is really asked, with a program of the same name that writes down what it was called with.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { commands } from '../../../compiler/commands/table.js'
import { espalier, projectWith } from '../../support/command-line.js'

const program = join(dirname(fileURLToPath(import.meta.url)), '../../../dist/compiler/bin.js')

let project = projectWith({})
project.remove()
beforeAll(() => {
  project = projectWith({
    'experiment.yaml': '',
    'other.txt': '',
    'my study.yaml': '',
    'specs/deep.yaml': '',
    'runs/alpha/run.sqlite': '',
    'runs/notes/a.txt': '',
    'bin/espalier': `#!/bin/sh\ncase "$1" in completion) exec '${process.execPath}' '${program}' "$@" ;; esac\nprintf '<%s>' "$@" > "$CALLED"\n`,
  })
  chmodSync(join(project.folder, 'bin/espalier'), 0o755)
  mkdirSync(join(project.folder, 'empty'))
})
afterAll(() => project.remove())

/** What the program offers after these words. */
const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { out } = await espalier(project.folder, 'completion', 'bash', '--', ...words)
  return out.trimEnd().split('\n').slice(1)
}

describe('candidates', () => {
  test('are the commands at first, all of them', async () => {
    expect(await offered('')).toEqual(commands.map(({ name }) => name))
    expect(await offered('co')).toEqual(['compile', 'compare', 'completion'])
    expect(await offered('help', 'ver')).toEqual(['verify'])
    expect(await offered('nonsense', '')).toEqual([])
  })

  test.each(commands.map((entry) => [entry.name, entry] as const))(
    'are every option of %s',
    async (name, entry) => {
      const found = await offered(name, '-')
      for (const { flags } of entry.options) expect(found).toContain(/--[\w-]+/.exec(flags)?.[0])
      expect(found).toContain('--help')
    },
  )

  test.each([
    [
      ['run', '--device', ''],
      ['auto', 'cpu', 'webgpu', 'cuda'],
    ],
    [['run', '--device=w'], ['--device=webgpu']],
    [
      ['run', '--device', '=', 'c'],
      ['cpu', 'cuda'],
    ],
    [
      ['run', '--device', '='],
      ['auto', 'cpu', 'webgpu', 'cuda'],
    ],
    [
      ['run', ''],
      ['bin/', 'empty/', 'experiment.yaml', 'my study.yaml', 'runs/', 'specs/'],
    ],
    [['run', 'experiment.yaml', ''], []],
    [['run', '--workers', ''], []],
    [['run', '--workers', '2', 'ex'], ['experiment.yaml']],
    [['check', 'experiment.yaml', 'specs/'], ['specs/deep.yaml']],
    [
      ['show', 'runs/'],
      ['runs/alpha', 'runs/notes/'],
    ],
    [['init', 's'], ['specs/']],
    [['init', '--template', 'tabu'], ['tabular']],
    [
      ['export', 'runs/alpha', 'm'],
      ['markdown', 'model'],
    ],
    [['explain', 'claim-w'], ['claim-without-replicates']],
    [
      ['explain', 'conv'],
      ['conv1d', 'conv2d', 'conv_transpose2d'],
    ],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [['show', 'nowhere/'], []],
  ])('after %j are %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected)
  })

  test('do not offer an option twice, unless it may be repeated', async () => {
    expect(await offered('run', '--seed', '1', '--se')).toEqual(['--set'])
    expect(await offered('run', '--set', 'a=1', '--se')).toEqual(['--seed', '--set'])
  })

  test('an unknown shell is refused', async () => {
    const { exit, err } = await espalier(project.folder, 'completion', 'tcsh')
    expect(exit).toBe(2)
    expect(err).toContain("there is no completion for 'tcsh'")
  })
})

/** Whether a shell is there, and `script`, which lends it a terminal. */
const has = (name: string): boolean =>
  spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).status === 0

/** Types a line with tabs into an interactive shell; gives the arguments with which the program was called in the end. */
function typed(shell: string, setup: string, line: string): string {
  const called = join(project.folder, 'called')
  rmSync(called, { force: true })
  writeFileSync(join(project.folder, 'setup'), setup)
  spawnSync('script', ['-qec', shell, '/dev/null'], {
    cwd: project.folder,
    input: `. ./setup\n${line}\nexit\n`,
    timeout: 45_000,
    env: {
      PATH: `${join(project.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: project.folder,
      CALLED: called,
      TERM: 'dumb',
    },
  })
  return existsSync(called) ? readFileSync(called, 'utf8') : 'nothing was called'
}

const lines: readonly (readonly [string, string])[] = [
  ['espalier veri\trun\talp\t', '<verify><runs/alpha>'],
  ['espalier run --dev\tweb\texp\t', '<run><--device><webgpu><experiment.yaml>'],
  ['espalier check my\t', '<check><my study.yaml>'],
  ['espalier explain conv2\t', '<explain><conv2d>'],
]

const inBash = has('bash') && has('script') ? test : test.skip
const inZsh = has('zsh') && has('script') ? test : test.skip
const inFish = has('fish') ? test : test.skip

// bash puts a slash behind every folder, a run directory too.
inBash.each(lines)('bash completes %j', (line, expected) => {
  const called = typed('bash --norc -i', 'eval "$(espalier completion bash)"', line)
  expect(called.replace('/>', '>')).toBe(expected)
})

inZsh.each(lines)('zsh completes %j', (line, expected) => {
  const setup = 'autoload -U compinit; compinit -u -D; eval "$(espalier completion zsh)"'
  expect(typed('zsh -f -i', setup, line)).toBe(expected)
})

inFish.each([
  ['espalier veri', ['verify']],
  ['espalier run --device w', ['webgpu']],
  ['espalier show runs/', ['runs/alpha', 'runs/notes/']],
  ['espalier check my', ['my study.yaml']],
  ['espalier explain conv2', ['conv2d']],
])('fish completes %j', (line, expected) => {
  const { stdout } = spawnSync(
    'fish',
    ['--no-config', '-c', `espalier completion fish | source; complete -C '${line}'`],
    {
      cwd: project.folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(project.folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    },
  )
  const found = stdout
    .trimEnd()
    .split('\n')
    .map((candidate) => candidate.split('\t')[0])
  expect(found).toEqual(expected)
})
