import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import {
  contentOf,
  espalier,
  knownArms,
  projectWith,
  tableProject,
  tableSpecification,
} from '../../support/command-line.js'

let project = { folder: '', remove: () => undefined as void }
afterEach(() => project.remove())

const openProject = (more = ''): string => {
  project = tableProject(more)
  return project.folder
}

describe('espalier run', () => {
  test('carries an experiment out: result to stdout, progress to stderr, exit 0', async () => {
    const folder = openProject()
    const { exit, out, err } = await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    expect(exit).toBe(0)
    expect(out).toMatch(/^arm\s+accuracy/)
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^result [0-9a-f]{64}$/)
    expect(err).toContain('2 trials × 1 seed × 1 arm × 6 replicates + 6 evaluations = 18 trainings')
    expect(err).toContain('report: r/report.html')
    expect(contentOf(join(folder, 'r'))).toEqual(
      expect.arrayContaining(['lock.json', 'plan.ts', 'report.html', 'result.json', 'run.sqlite']),
    )
  })

  test('names the run directory after name, digest and seed unless told otherwise', async () => {
    const folder = openProject()
    await espalier(folder, 'run', 'spec.yaml', '--seed', '7')
    expect(contentOf(join(folder, 'runs'))[0]).toMatch(/^looked-up-[0-9a-f]{8}-s7$/)
  })

  test('takes an edit of a comment as the same experiment, and its result as equal', async () => {
    const folder = openProject()
    const first = await espalier(folder, 'run', 'spec.yaml')
    const file = join(folder, 'spec.yaml')
    writeFileSync(file, `# looked at again\n${readFileSync(file, 'utf8')}`)
    const second = await espalier(folder, 'run', 'spec.yaml')
    expect(second.err).not.toContain('other-specification')
    expect(second.exit).toBe(0)
    expect(second.out.split('\n')[1]).toBe(first.out.split('\n')[1])
  })

  test('does nothing the second time, and says so', async () => {
    const folder = openProject()
    const first = await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    const second = await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    expect(second.exit).toBe(0)
    expect(second.out).toBe(first.out)
    expect(second.err).toContain('complete already')
  })

  test('writes a lost result again from the journal', async () => {
    const folder = openProject()
    const first = await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    writeFileSync(join(folder, 'r/result.json'), '{"cut')
    const damaged = await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    expect(damaged.exit).toBe(3)
    expect(damaged.err).toContain('error damaged-result')
    project.remove()
    const again = openProject()
    await espalier(again, 'run', 'spec.yaml', '--out', 'r')
    rmSync(join(again, 'r/result.json'))
    const { exit, out } = await espalier(again, 'resume', 'r')
    expect([exit, out]).toEqual([0, first.out])
  })

  test('prints the whole result as JSON with --json', async () => {
    const folder = openProject()
    const { out } = await espalier(folder, 'run', 'spec.yaml', '--out', 'r', '--json')
    expect(out).toBe(readFileSync(join(folder, 'r/result.json'), 'utf8'))
    expect(JSON.parse(out)).toMatchObject({ name: 'looked-up', seed: 1, status: 'finished' })
  })

  test('writes nothing with --dry-run', async () => {
    const folder = openProject()
    const before = contentOf(folder)
    const { exit, out, err } = await espalier(folder, 'run', 'spec.yaml', '--dry-run')
    expect([exit, out]).toEqual([0, ''])
    expect(err).toContain('18 trainings')
    expect(contentOf(folder)).toEqual(before)
  })

  test('refuses the directory of another specification and leaves it as it is', async () => {
    const folder = openProject()
    await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    const before = ['plan.ts', 'result.json'].map((name) => readFileSync(join(folder, 'r', name), 'utf8'))
    const { exit, err } = await espalier(folder, 'run', 'spec.yaml', '--out', 'r', '--set', 'budget.trials=3')
    expect(exit).toBe(2)
    expect(err).toContain("error other-specification: 'r' holds a run of another specification")
    expect(['plan.ts', 'result.json'].map((name) => readFileSync(join(folder, 'r', name), 'utf8'))).toEqual(
      before,
    )
  })

  test('does not go on with a plan that was edited meanwhile', async () => {
    const folder = openProject()
    await espalier(folder, 'run', 'spec.yaml', '--out', 'r')
    writeFileSync(join(folder, 'r/plan.ts'), `${readFileSync(join(folder, 'r/plan.ts'), 'utf8')}\n`)
    const { exit, err } = await espalier(folder, 'resume', 'r')
    expect(exit).toBe(3)
    expect(err).toContain("error edited-plan: 'plan.ts' of 'r' was changed after the run began")
  })

  test.each([
    ['a file', 'spec.yaml', "'spec.yaml' is a file"],
    ['a folder with other things', '.', 'is not empty and holds no run'],
    ['below a file', 'spec.yaml/r', 'not-a-folder'],
    ['where nothing can be made', '/proc/r', 'not-found'],
  ])('refuses %s as --out before it writes anything', async (_, out, message) => {
    const folder = openProject()
    const before = contentOf(folder)
    const { exit, err } = await espalier(folder, 'run', 'spec.yaml', '--out', out)
    expect(exit).toBe(2)
    expect(err).toContain(message)
    expect(contentOf(folder)).toEqual(before)
  })

  test.each([
    [['--workers', '0'], "--workers got '0'"],
    [['--workers', 'many'], "--workers got 'many'"],
    [['--seed', 'x'], '--seed:1:1: error wrong-type'],
    [['--seed', '-1'], '--seed:1:1: error out-of-range'],
    [['--set', 'budget'], "--set got 'budget'"],
    [['--set', 'budget.trials='], 'has no value'],
    [['--set', 'budget.trials=many'], 'error wrong-type'],
    [['--set', 'budget.nope=1'], 'error unknown-key'],
    [['--set', 'claims[0].at=1'], '--set claims.0.at=1'],
    [['--set', 'name.x=1'], "no place 'name.x'"],
    [['--device', 'abacus'], 'Allowed choices are auto, cpu, webgpu, cuda'],
    [['--nope'], "unknown option '--nope'"],
  ])('refuses %j with exit 2 and writes nothing', async (words, message) => {
    const folder = openProject()
    const before = contentOf(folder)
    const { exit, out, err } = await espalier(folder, 'run', 'spec.yaml', ...words)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(contentOf(folder)).toEqual(before)
  })

  test('applies --set in order, the seed last', async () => {
    const folder = openProject()
    const words = ['--set', 'budget.trials=3', '--set', 'budget.trials=1', '--set', 'seed=4', '--seed', '5']
    const { out } = await espalier(folder, 'run', 'spec.yaml', '--out', 'r', '--json', ...words)
    expect(JSON.parse(out)).toMatchObject({ seed: 5, counts: { trials: 6 } })
  })

  test('tells notes in one line', async () => {
    const folder = openProject()
    const { err } = await espalier(
      folder,
      'run',
      'spec.yaml',
      '--dry-run',
      '--set',
      'hyperparameters.depth=[1, 2]',
    )
    expect(err).toMatch(/^1 list is read as a choice; see espalier check spec.yaml\n/)
    expect(err).not.toContain('listed-choice')
  })
})

describe('exit codes of claims', () => {
  const refuted = `${knownArms}claims: [shallow better than deep on accuracy]\n`
  const undecided = `${knownArms}claims: [{ better: deep, than: shallow, on: accuracy, factor: 1, at: 0.001 }]\n`

  test.each([
    ['refuted', [], 0],
    ['refuted', ['--ci'], 4],
    ['refuted', ['--fail-on', 'refuted'], 4],
    ['refuted', ['--fail-on', 'undecided'], 4],
  ])('a %s claim with %j exits %d', async (outcome, words, code) => {
    const folder = openProject(refuted)
    const { exit, out } = await espalier(folder, 'run', 'spec.yaml', '--out', 'r', ...words)
    expect(out).toContain(`shallow better than deep on accuracy: ${outcome}`)
    expect(exit).toBe(code)
  })

  test.each([
    [[], 0],
    [['--ci'], 0],
    [['--fail-on', 'undecided'], 5],
  ])('an undecided claim with %j exits %d', async (words, code) => {
    const same = `arms:\n  one: { sampler: random }\n  two: { sampler: random }\nclaims: [one better than two on accuracy]\n`
    const folder = openProject(same)
    const { exit, out } = await espalier(folder, 'run', 'spec.yaml', '--out', 'r', ...words)
    expect(out).toContain('one better than two on accuracy: undecided')
    expect(exit).toBe(code)
  })

  test('a claim that no outcome could support is refused before the run', async () => {
    const folder = openProject(undecided)
    const { exit } = await espalier(folder, 'run', 'spec.yaml')
    expect(exit).toBe(2)
    expect(existsSync(join(folder, 'runs'))).toBe(false)
  })
})

describe('runs that fail', () => {
  test('a run in which no training of an arm gave a value exits 3, says why, and keeps its result', async () => {
    project = projectWith({
      'spec.yaml': tableSpecification(),
      'recorded.csv': 'depth,accuracy\n1,\n2,\n4,\n',
    })
    const { exit, out, err } = await espalier(project.folder, 'run', 'spec.yaml', '--out', 'r')
    expect(exit).toBe(3)
    expect(err).toContain("error no-value: no training of arm 'default' gave a value in tuning (12 ")
    expect(out).toMatch(/result [0-9a-f]{64}/)
    expect(existsSync(join(project.folder, 'r/result.json'))).toBe(true)
    expect((await espalier(project.folder, 'run', 'spec.yaml', '--out', 'r')).exit).toBe(3)
  })

  test('a run that fails before its first trial leaves no directory behind', async () => {
    project = projectWith({
      'spec.yaml': tableSpecification(),
    })
    const { exit, err } = await espalier(project.folder, 'run', 'spec.yaml', '--out', 'deep/r')
    expect(exit).not.toBe(0)
    expect(err).toContain('recorded.csv')
    expect(err).not.toMatch(/^\s+at /m)
    expect(existsSync(join(project.folder, 'deep'))).toBe(false)
  })
})
