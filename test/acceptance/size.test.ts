// The size listing against the disk: what Node itself finds from package.json's dependencies, counted by `find`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { repository } from '../support/compile-specification.js'
import { remove, temporaryFolder } from '../support/package.js'
import { installation, listing } from '../support/scripts/size.mjs'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** The folder that Node loads a package from: the nearest `node_modules` upwards. */
function resolved(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return folder
  return from === repository ? undefined : resolved(name, dirname(from))
}

/** Every package that the production dependencies reach. */
function reached(): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (folder: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder)
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = resolved(name, folder)
      if (next === undefined || found.has(next)) continue
      found.add(next)
      visit(next)
    }
  }
  visit(repository)
  return found
}

/** Bytes of the files below folders, packages nested in them left out. */
function bytesOf(...folders: readonly string[]): number {
  const words = [...folders, '-name', 'node_modules', '-prune', '-o', '-type', 'f', '-print0']
  const files = execFileSync('find', words, { encoding: 'utf8' })
  const out = execFileSync('wc', ['-c', '--files0-from=-'], { input: files, encoding: 'utf8' })
  return Number.parseInt(/(\d+)[^\n]*\n?$/.exec(out)?.[1] ?? '', 10)
}

describe('npm run size', () => {
  const found = installation(repository)
  const dependencies = found.packages.filter(({ name }) => name !== 'espalier')

  test('counts the packages that production dependencies reach, and their bytes on the disk', () => {
    const folders = [...reached()]
    expect(dependencies).toHaveLength(folders.length)
    expect(dependencies.reduce((all, { bytes }) => all + bytes, 0)).toBe(bytesOf(...folders))
  })

  test('prints them, with the other platforms and what is optional named apart', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(repository, 'test/support/scripts/size.mjs')],
      { encoding: 'utf8' },
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/MB {2}onnxruntime-node \(\d+\.\d MB of it for other platforms\)$/m)
    expect(stdout).toMatch(/MB {2}mnist, optional$/m)
    expect(stdout).not.toContain('jest')
  })

  test('says what the README says', () => {
    const readme = readFileSync(join(repository, 'README.md'), 'utf8')
    const [, total = '', foreign = ''] =
      /takes (\d+) MB on the disk, (\d+) MB of it ONNX Runtime for other platforms/.exec(readme) ?? []
    const tens = (bytes: number): number => Math.round(bytes / 1e7) * 10
    // Optional native packages differ by platform; the README names Linux.
    if (process.platform === 'linux' && process.arch === 'x64') expect(tens(found.total)).toBe(Number(total))
    expect(tens(found.foreign)).toBe(Number(foreign))
  })
})

describe('the listing of a made-up installation', () => {
  let root = ''
  beforeAll(() => {
    root = temporaryFolder()
    const files: Readonly<Record<string, string>> = {
      'package.json': JSON.stringify({
        name: 'mine',
        files: ['dist'],
        peerDependencies: { extra: '1' },
      }),
      'package-lock.json': JSON.stringify({
        packages: {
          '': {},
          'node_modules/onnxruntime-node': {},
          'node_modules/onnxruntime-node/node_modules/nested': {},
          'node_modules/tool': { dev: true },
          'node_modules/extra': { dev: true },
          'node_modules/@other/system': { optional: true },
        },
      }),
      'dist/a.js': 'x'.repeat(50),
      'sources/a.ts': 'x'.repeat(1000),
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/a.node': 'x'.repeat(200_000),
      'node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/a.node': 'x'.repeat(300_000),
      'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/a.node': 'x'.repeat(400_000),
      'node_modules/onnxruntime-node/node_modules/nested/index.js': 'x'.repeat(7),
      'node_modules/tool/index.js': 'x'.repeat(5000),
      'node_modules/extra/index.js': 'x'.repeat(600_000),
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  })
  afterAll(() => remove(root))

  test('counts nested packages once, leaves out tools and what is not installed', () => {
    const found = installation(root, 'linux', 'x64')
    expect(found.packages.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['onnxruntime-node', 900_000],
      ['mine', 50],
      ['nested', 7],
    ])
    expect([found.total, found.foreign]).toEqual([900_057, 700_000])
    expect(listing(found, 'linux x64')).toEqual([
      '     0.9 MB  onnxruntime-node (0.7 MB of it for other platforms)',
      '     0.0 MB  2 smaller packages',
      '     0.9 MB  in all, in 3 packages',
      '     0.2 MB  of these for linux x64',
      '     0.6 MB  extra, optional',
    ])
  })
})
