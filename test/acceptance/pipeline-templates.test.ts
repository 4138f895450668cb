// The GitHub Action and the GitLab template: well formed, and their shell steps carried out for real.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../support/compile-specification.js'
import { knownArms, projectWith, recordedResults, tableSpecification } from '../support/command-line.js'

interface Step {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

interface Job {
  readonly script: readonly string[]
  readonly cache: { readonly paths: readonly string[] }
  readonly artifacts: {
    readonly paths: readonly string[]
    readonly reports: Readonly<Record<string, string>>
  }
}

const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8')
const action = parse(textOf('action.yml')) as Action
const job = (parse(textOf('docs/espalier.gitlab-ci.yml')) as Readonly<Record<string, Job>>)['.espalier']

const none = { folder: '', remove: () => undefined as void }
let project = none
afterEach(() => {
  project.remove()
  project = none
})

/** A project whose lock asks for nothing, so that `npm ci` needs no network. */
const projectClaiming = (claim: string): void => {
  project = projectWith({
    'package.json': '{"name":"weekly","version":"1.0.0"}',
    'package-lock.json':
      '{"name":"weekly","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"weekly","version":"1.0.0"}}}',
    'specs/weekly one.yaml': tableSpecification(`${knownArms}claims: ["${claim}"]\n`),
    'specs/recorded.csv': recordedResults,
  })
}

/** Espalier as a dependency: `npm ci` took away what the lock does not name. */
function addEspalier(): void {
  mkdirSync(join(project.folder, 'node_modules/.bin'), { recursive: true })
  symlinkSync(repository, join(project.folder, 'node_modules/espalier'))
  symlinkSync('../espalier/dist/compiler/bin.js', join(project.folder, 'node_modules/.bin/espalier'))
}

/** Carries out a script as a runner would: stopped by the first command that fails. */
function carryOut(script: string, environment: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
    {
      cwd: project.folder,
      env: {
        PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
        HOME: project.folder,
        npm_config_offline: 'true',
        ...environment,
      },
      encoding: 'utf8',
    },
  )
  return { exit: status, out: stdout, err: stderr }
}

const stepNamed = (name: string): Step => {
  const found = action.runs.steps.find((step) => step.name === name)
  if (found === undefined) throw new Error(`action.yml has no step '${name}'`)
  return found
}

describe('the GitHub Action', () => {
  test('is a composite whose steps have what the format asks for', () => {
    expect(action.runs.using).toBe('composite')
    for (const step of action.runs.steps) {
      const kinds = [step.uses, step.run].filter((kind) => kind !== undefined)
      expect(kinds).toHaveLength(1)
      if (step.run !== undefined) expect(step.shell).toBe('bash')
      if (step.uses !== undefined) expect(step.uses).toMatch(/^[\w-]+(\/[\w-]+)+@v\d+$/)
    }
  })

  test('reads declared inputs and known steps alone, and hands no input to a shell as code', () => {
    const text = textOf('action.yml')
    const read = [...text.matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name)
    expect([...new Set(read)].sort()).toEqual(Object.keys(action.inputs).sort())
    const steps = [...text.matchAll(/\bsteps\.([\w-]+)\./g)].map(([, name]) => name)
    const known = action.runs.steps.map(({ id }) => id)
    for (const name of steps) expect(known).toContain(name)
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{')
  })

  test.each([
    [0, 'deep better than shallow on accuracy'],
    [4, 'shallow better than deep on accuracy'],
    [2, 'shallow better than nobody on accuracy'],
  ])('exits %i, and tells code and digest as outputs: %s', (exit, claim) => {
    projectClaiming(claim)
    const installed = carryOut(stepNamed('Install').run ?? '', {
      ESPALIER_INSTALL: action.inputs['install']?.default ?? '',
    })
    expect(installed).toMatchObject({ exit: 0 })
    addEspalier()
    const output = join(project.folder, 'output')
    const page = join(project.folder, 'page.md')
    const ended = carryOut(stepNamed('Run').run ?? '', {
      ESPALIER_SPEC: 'specs/weekly one.yaml',
      ESPALIER_ARGS: exit === 0 ? '--fail-on undecided' : '',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: project.folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: page,
    })
    expect(ended).toMatchObject({ exit })
    const digest = /^result ([0-9a-f]{64})$/m.exec(ended.out)?.[1] ?? ''
    expect(digest === '').toBe(exit === 2)
    expect(readFileSync(output, 'utf8')).toBe(`exit-code=${exit}\nresult-digest=${digest}\n`)
    expect(readFileSync(page, 'utf8')).toMatch(exit === 0 ? /^# ✅ Passed/ : /^# ❌ Failed/)
    expect(existsSync(join(project.folder, 'espalier-ci/espalier.sarif'))).toBe(true)
    expect(readdirSync(project.folder).includes('runs')).toBe(exit !== 2)
  })
})

describe('the GitLab template', () => {
  test('runs, and leaves the files that it names', () => {
    projectClaiming('deep better than shallow on accuracy')
    const [install, ...others] = job?.script ?? []
    expect(install).toBe('npm ci')
    expect(carryOut(install ?? '', {})).toMatchObject({ exit: 0 })
    addEspalier()
    const ended = carryOut(others.join('\n'), {
      ESPALIER_SPEC: 'specs/weekly one.yaml',
      ESPALIER_ARGS: '--fail-on undecided',
      CI_PROJECT_DIR: project.folder,
    })
    expect(ended).toMatchObject({ exit: 0 })
    const { cache, artifacts } = job ?? { cache: { paths: [] }, artifacts: { paths: [], reports: {} } }
    const named = [...cache.paths, ...artifacts.paths, ...Object.values(artifacts.reports)]
    expect(named).toHaveLength(4)
    for (const path of named) expect(existsSync(join(project.folder, path))).toBe(true)
  })
})
