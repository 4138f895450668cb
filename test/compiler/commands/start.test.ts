import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { commands } from '../../../compiler/commands/table.js'
import { templateNames } from '../../../compiler/commands/templates.js'
import { codes } from '../../../compiler/diagnostics/codes/index.js'
import { catalogue } from '../../../runtime/catalogue.js'
import { contentOf, espalier, projectWith } from '../../support/command-line.js'

let project = projectWith({})
project.remove()
beforeEach(() => {
  project = projectWith({})
})
afterEach(() => project.remove())

describe('the command line', () => {
  test('prints help without words, and for --help', async () => {
    const { exit, out, err } = await espalier(project.folder)
    expect([exit, err]).toEqual([0, ''])
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'))
    expect((await espalier(project.folder, '--help')).out).toBe(out)
  })

  test.each(commands.map(({ name }) => name))('help of %s is complete and fits 80 columns', async (name) => {
    const { exit, out } = await espalier(project.folder, name, '--help')
    expect(exit).toBe(0)
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(out).toContain('Examples:')
    expect((await espalier(project.folder, 'help', name)).out).toBe(out)
  })

  test.each([
    [['rnu'], 'Did you mean run?'],
    [['run'], "missing required argument 'spec-or-plan'"],
    [['run', 'a.yaml', 'b.yaml'], 'too many arguments'],
    [['run', '--seeed', '1', 'a.yaml'], 'Did you mean --seed?'],
    [['--nope'], "unknown option '--nope'"],
    [['export', 'r'], "missing required argument 'kind'"],
  ])('refuses %j with exit 2', async (words, message) => {
    const { exit, out, err } = await espalier(project.folder, ...words)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toMatch(/^error arguments: /)
  })
})

describe('espalier init', () => {
  test.each(templateNames())('writes the template %s, which checks', async (template) => {
    const { folder } = project
    const { exit, out } = await espalier(folder, 'init', 'study', '--template', template)
    expect(exit).toBe(0)
    expect(out).toContain('cd study')
    expect((await espalier(join(folder, 'study'), 'check', 'experiment.yaml')).exit).toBe(0)
    expect((await espalier(folder, 'check', 'study/experiment.yaml')).exit).toBe(0)
  })

  test('offers a template to start with for tables, images and comparisons, and says what each is', async () => {
    expect(templateNames()).toEqual(expect.arrayContaining(['compare', 'images', 'table', 'tabular']))
    const { out } = await espalier(project.folder, 'init', '--help')
    for (const name of templateNames()) expect(out).toMatch(new RegExp(`^  ${name} +[A-Z].*\\.$`, 'm'))
  })

  test('keeps installation scripts out of a new project, and touches no settings of one that is there', async () => {
    const { folder } = project
    await espalier(folder, 'init', 'study')
    expect(readFileSync(join(folder, 'study/.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
    await espalier(folder, 'init', '.', '--template', 'table')
    expect(existsSync(join(folder, '.npmrc'))).toBe(false)
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{}')
  })

  test('gives a project that runs from wherever it is called', async () => {
    const { folder } = project
    await espalier(folder, 'init', 'study', '--template', 'table')
    const { exit, out } = await espalier(folder, 'run', 'study/experiment.yaml', '--out', 'r')
    expect(exit).toBe(0)
    expect(out).toMatch(/result [0-9a-f]{64}/)
  })

  test('writes over nothing', async () => {
    const { folder } = project
    writeFileSync(join(folder, 'experiment.yaml'), 'mine')
    const before = contentOf(folder)
    const { exit, err } = await espalier(folder, 'init')
    expect(exit).toBe(2)
    expect(err).toContain("'experiment.yaml' is already there, nothing was written")
    expect(contentOf(folder)).toEqual(before)
    expect((await espalier(folder, 'init', 'experiment.yaml')).exit).toBe(2)
  })
})

describe('espalier explain', () => {
  test.each([...codes.keys()])('has a page on %s', async (code) => {
    const { exit, out } = await espalier(project.folder, 'explain', code)
    expect(exit).toBe(0)
    expect(out).toContain(code)
    expect(out.length).toBeGreaterThan(60)
  })

  const kinds = Object.values(catalogue).flatMap((members) => [...members.keys()])
  test.each([...new Set(kinds)])('has a page on %s', async (kind) => {
    const { exit, out } = await espalier(project.folder, 'explain', kind)
    expect(exit).toBe(0)
    expect(out).not.toContain('undefined')
  })

  test('suggests the nearest topic', async () => {
    const { exit, err } = await espalier(project.folder, 'explain', 'conv2')
    expect(exit).toBe(2)
    expect(err).toMatch(/did you mean .conv2d.\?/)
  })
})

describe('espalier doctor', () => {
  test('finds Node, the store and the data sets in order', async () => {
    const { out } = await espalier(project.folder, 'doctor', '--json')
    const findings = JSON.parse(out) as { what: string; health: string }[]
    for (const what of ['Node', 'store', 'data set iris', 'device cpu']) {
      expect(findings.find((finding) => finding.what === what)).toMatchObject({ health: 'ok' })
    }
  })
})
