// `--ci` as a weekly pipeline sees it: exit codes and files.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { contentOf, espalier, knownArms, tableProject } from '../../support/command-line.js'

let project = { folder: '', remove: () => undefined as void }
afterEach(() => project.remove())

/** A project of two arms whose order is known, and one claim. */
const claiming = (claim: string): string => {
  project = tableProject(`${knownArms}claims: ["${claim}"]\n`)
  return project.folder
}

const read = (folder: string, name: string): string => readFileSync(join(folder, 'espalier-ci', name), 'utf8')

const files = ['espalier.sarif', 'gl-code-quality.json', 'junit.xml', 'report.html', 'summary.md']

describe('espalier run --ci', () => {
  test('exits 0 where claims are supported, and writes every file', async () => {
    const folder = claiming('deep better than shallow on accuracy')
    const { exit, err } = await espalier(folder, 'run', 'spec.yaml', '--ci')
    expect(exit).toBe(0)
    expect(err).toContain('for pipelines: espalier-ci/')
    expect(contentOf(join(folder, 'espalier-ci'))).toEqual(files)
    expect(read(folder, 'summary.md')).toMatch(/^# ✅ Passed: looked-up \(claims: 1 supported\)\n/)
    expect(read(folder, 'junit.xml')).not.toContain('<failure')
  })

  test('exits 4 where one is refuted; the test case fails at its line', async () => {
    const folder = claiming('shallow better than deep on accuracy')
    const { exit } = await espalier(folder, 'run', 'spec.yaml', '--ci', '--ci-dir', 'out/ci')
    expect(exit).toBe(4)
    const junit = readFileSync(join(folder, 'out/ci/junit.xml'), 'utf8')
    expect(junit).toContain('name="claims"')
    expect(junit).toMatch(/<failure message="refuted: [^"]*" type="refuted">spec\.yaml:14:\d+: refuted/)
    expect(readFileSync(join(folder, 'out/ci/summary.md'), 'utf8')).toMatch(/^# ❌ Failed: looked-up/)
  })

  test('skips an undecided claim, and exits 5 with a failure where asked', async () => {
    const folder = claiming('shallow better than shallow2 on accuracy')
    const file = join(folder, 'spec.yaml')
    const same = knownArms.replace('shallow:', 'shallow2: { fixed: { depth: 1 } }\n  shallow:')
    writeFileSync(file, readFileSync(file, 'utf8').replace(knownArms, same))
    expect((await espalier(folder, 'run', 'spec.yaml', '--ci')).exit).toBe(0)
    expect(read(folder, 'junit.xml')).toContain('<skipped message="undecided')
    expect((await espalier(folder, 'run', 'spec.yaml', '--ci', '--fail-on', 'undecided')).exit).toBe(5)
    expect(read(folder, 'junit.xml')).toContain('type="undecided"')
  })

  test('exits 2 where the specification is wrong, and leaves no report of an earlier call', async () => {
    const folder = claiming('deep better than shallow on accuracy')
    await espalier(folder, 'run', 'spec.yaml', '--ci')
    const file = join(folder, 'spec.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('than shallow', 'than nobody'))
    expect((await espalier(folder, 'run', 'spec.yaml', '--ci')).exit).toBe(2)
    expect(existsSync(join(folder, 'espalier-ci/report.html'))).toBe(false)
    expect(read(folder, 'junit.xml')).toContain('type="unknown-arm"')
    expect(JSON.parse(read(folder, 'gl-code-quality.json'))).toMatchObject([
      { check_name: 'unknown-arm', severity: 'major', location: { path: 'spec.yaml', lines: { begin: 14 } } },
    ])
  })

  test('writes down what ended the call, too', async () => {
    const folder = claiming('deep better than shallow on accuracy')
    expect((await espalier(folder, 'run', 'spec.yaml', '--ci', '--workers', '0')).exit).toBe(2)
    expect(read(folder, 'junit.xml')).toContain('<error message="--workers got')
  })

  test('refuses a folder for files that are not asked for', async () => {
    const folder = claiming('deep better than shallow on accuracy')
    const { exit, err } = await espalier(folder, 'run', 'spec.yaml', '--ci-dir', 'x')
    expect(exit).toBe(2)
    expect(err).toContain('error ci-dir-without-ci')
  })
})

describe('espalier compile --check --ci', () => {
  test('makes a stale plan a finding, one line each', async () => {
    const folder = claiming('deep better than shallow on accuracy')
    const { exit, err } = await espalier(folder, 'compile', 'spec.yaml', '--check', '--ci')
    expect(exit).toBe(2)
    expect(err).toContain("error stale-plan: 'spec.plan.ts' is missing\n")
    expect(read(folder, 'junit.xml')).toContain('type="stale-plan"')
  })
})
