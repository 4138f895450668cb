// An installation from nothing on every supported Node: pack, install, init, run, on a PATH without Python and compilers.
// What it took is printed, not asserted. Needs the package registry.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { bareMachine } from '../support/node-releases.js'
import { pack, remove, resolutions, temporaryFolder, typeErrors, type Packed } from '../support/package.js'

let folder = ''
let packed: Packed = { tarball: '', files: [], size: 0 }
beforeAll(() => {
  folder = temporaryFolder()
  packed = pack(folder)
})
afterAll(() => remove(folder))

test.each([20, 22, 24])(
  'installs, starts a project and ends green on Node %i, without python3 and compilers',
  (major) => {
    const machine = bareMachine(join(folder, `node-${major}`), major)
    const project = temporaryFolder()
    try {
      const sh = (line: string): string => {
        const start = performance.now()
        const { status, out } = machine.sh(project, line)
        print(`Node ${machine.version}: ${((performance.now() - start) / 1000).toFixed(1)} s  ${line}`)
        if (status !== 0) throw new Error(`'${line}' exited ${String(status)}:\n${out}`)
        return out
      }
      for (const absent of ['python3', 'python', 'cc', 'gcc', 'g++', 'clang', 'make', 'cmake']) {
        expect(machine.sh(project, `command -v ${absent}`).status).not.toBe(0)
      }
      expect(sh('node --version')).toContain(`v${major}.`)
      sh(`npm install --ignore-scripts --no-audit --no-fund '${packed.tarball}'`)
      sh('npx espalier init study --template tabular')
      const out = sh('npx espalier run study/experiment.yaml --out result')
      expect(out).toMatch(/result [0-9a-f]{64}/)
      const result = JSON.parse(readFileSync(join(project, 'result/result.json'), 'utf8')) as {
        readonly status: string
        readonly claims: readonly { readonly outcome: string }[]
      }
      expect(result.status).toBe('finished')
      expect(result.claims).toHaveLength(1)
    } finally {
      remove(project)
    }
  },
)

test('a TypeScript project that installed the package type-checks in both module resolutions', () => {
  const project = temporaryFolder()
  try {
    writeFileSync(join(project, 'package.json'), '{}')
    const { status, out } = bareMachine(join(folder, 'node-types'), 22).sh(
      project,
      `npm install --ignore-scripts --no-audit --no-fund '${packed.tarball}'`,
    )
    expect([status, status === 0 ? '' : out]).toEqual([0, ''])
    for (const resolution of Object.keys(resolutions) as (keyof typeof resolutions)[]) {
      expect(typeErrors(project, resolution)).toBe('')
    }
  } finally {
    remove(project)
  }
})

const print = (line: string): void => void process.stderr.write(`${line}\n`)
