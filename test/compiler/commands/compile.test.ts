import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { contentOf, espalier, tableProject } from '../../support/command-line.js'

let project = tableProject()
project.remove()
beforeEach(() => {
  project = tableProject()
})
afterEach(() => project.remove())

describe('espalier compile', () => {
  test('writes a plan beside the specification, or into a folder', async () => {
    const { folder } = project
    expect(await espalier(folder, 'compile', 'spec.yaml')).toMatchObject({ exit: 0, out: 'spec.plan.ts\n' })
    expect(await espalier(folder, 'compile', 'spec.yaml', '-o', 'plans')).toMatchObject({
      exit: 0,
      out: 'plans/spec.plan.ts\n',
    })
    const plan = readFileSync(join(folder, 'spec.plan.ts'), 'utf8')
    expect(readFileSync(join(folder, 'plans/spec.plan.ts'), 'utf8')).toBe(plan)
    expect(plan).not.toContain(folder)
  })

  test('--check accepts a fresh plan and refuses a stale or missing one, without writing', async () => {
    const { folder } = project
    const missing = await espalier(folder, 'compile', 'spec.yaml', '--check')
    expect(missing.exit).toBe(2)
    expect(missing.err).toContain("error stale-plan: 'spec.plan.ts' is missing")
    await espalier(folder, 'compile', 'spec.yaml')
    expect(await espalier(folder, 'compile', 'spec.yaml', '--check')).toMatchObject({ exit: 0, out: '' })
    const specification = readFileSync(join(folder, 'spec.yaml'), 'utf8')
    writeFileSync(join(folder, 'spec.yaml'), specification.replace('trials: 2', 'trials: 3'))
    const before = readFileSync(join(folder, 'spec.plan.ts'), 'utf8')
    const stale = await espalier(folder, 'compile', 'spec.yaml', '--check')
    expect(stale.exit).toBe(2)
    expect(stale.err).toContain("'spec.plan.ts' is not what its specification compiles to")
    expect(readFileSync(join(folder, 'spec.plan.ts'), 'utf8')).toBe(before)
  })

  test('writes nothing where one of several specifications is wrong', async () => {
    const { folder } = project
    writeFileSync(join(folder, 'wrong.yaml'), 'espalier: 1\nname: wrong\n')
    const before = contentOf(folder)
    const { exit } = await espalier(folder, 'compile', 'spec.yaml', 'wrong.yaml')
    expect(exit).toBe(2)
    expect(contentOf(folder)).toEqual(before)
  })
})

describe('espalier check', () => {
  test('says that nothing is wrong, on stderr', async () => {
    const { exit, out, err } = await espalier(project.folder, 'check', 'spec.yaml')
    expect([exit, out, err]).toEqual([0, '', 'no problems in 1 specification\n'])
  })

  test('prints every note in full', async () => {
    const { exit, err } = await espalier(
      project.folder,
      'check',
      'spec.yaml',
      '--set',
      'hyperparameters.depth=[1, 2]',
    )
    expect(exit).toBe(0)
    expect(err).toContain('note listed-choice')
  })

  test('reports as JSON and as SARIF on stdout', async () => {
    const { folder } = project
    writeFileSync(join(folder, 'wrong.yaml'), 'espalier: 1\nname: wrong\nnonsense: 1\n')
    const json = await espalier(folder, 'check', 'wrong.yaml', '--format', 'json')
    expect(json.exit).toBe(2)
    expect(json.err).toBe('')
    expect(JSON.stringify(JSON.parse(json.out))).toContain('unknown-key')
    const sarif = await espalier(folder, 'check', 'wrong.yaml', '--format', 'sarif')
    expect(JSON.parse(sarif.out)).toMatchObject({ version: '2.1.0' })
  })

  test.each([
    ['a missing file', 'nowhere.yaml', 'there is no file'],
    ['a folder', '.', 'is not a file'],
    ['a device', '/dev/null', 'is not a file'],
    ['a NUL in the name', 'a\0b', 'error'],
  ])('refuses %s', async (_, word, message) => {
    const { exit, err } = await espalier(project.folder, 'check', word)
    expect(exit).toBe(2)
    expect(err).toContain(message)
  })

  test('reads a specification with spaces and other letters in its path, outside any project', async () => {
    const { folder } = project
    const name = 'mein Versuch ☃.yaml'
    writeFileSync(join(folder, name), readFileSync(join(folder, 'spec.yaml')))
    expect((await espalier(folder, 'check', name)).exit).toBe(0)
  })
})
