import { describe, expect, test } from '@jest/globals'
import { loadSpecification } from '../../../compiler/source/includes.js'
import { toJson } from '../../../compiler/source/located-node.js'
import { inMemory, resolvePath, type ReadFile } from '../../../compiler/source/project.js'

const isComponent = (word: string): boolean => ['adam', 'sgd', 'choice', 'log_uniform'].includes(word)
const load = (files: Readonly<Record<string, string>>, path = 'spec.yaml') =>
  loadSpecification(path, { read: inMemory(files), isComponent })
const merged = (files: Readonly<Record<string, string>>) => {
  const { root } = load(files)
  return root && toJson(root)
}

describe('includes', () => {
  test('lie below the file that includes them, the later over the earlier', () => {
    const files = {
      'spec.yaml': 'include: [a.yaml, sub/b.yaml]\nname: own\n',
      'a.yaml': 'name: a\nseed: 1\nslots: 2\n',
      'sub/b.yaml': 'include: c.yaml\nseed: 3\n',
      'sub/c.yaml': 'seed: 4\norder: arrival\n',
    }
    expect(merged(files)).toEqual({ name: 'own', seed: 3, slots: 2, order: 'arrival' })
    expect([...load(files).files.keys()]).toEqual(['spec.yaml', 'a.yaml', 'sub/b.yaml', 'sub/c.yaml'])
  })

  test('replace components and lists, and merge other maps', () => {
    const base =
      'train: { optimizer: { adam: { rate: 1 } }, epochs: 2 }\ndata: { prepare: [a, b], pools: { tune: 0.5, evaluate: 0.5 } }\n'
    const own =
      'include: base.yaml\ntrain: { optimizer: { adam: { beta: 2 } } }\ndata: { prepare: [c], pools: { tune: 0.4 } }\n'
    expect(merged({ 'spec.yaml': own, 'base.yaml': base })).toEqual({
      train: { optimizer: { adam: { beta: 2 } }, epochs: 2 },
      data: { prepare: ['c'], pools: { tune: 0.4, evaluate: 0.5 } },
    })
  })

  test('merge hyperparameters by name, whatever they are called, and replace each whole', () => {
    const base = 'hyperparameters: { rate: { log_uniform: [1, 2] }, adam: 3 }\n'
    const own = 'include: base.yaml\nhyperparameters: { adam: { choice: [1, 2] } }\n'
    expect(merged({ 'spec.yaml': own, 'base.yaml': base })).toEqual({
      hyperparameters: { rate: { log_uniform: [1, 2] }, adam: { choice: [1, 2] } },
    })
  })

  test('let a data set replace a file', () => {
    expect(
      merged({
        'spec.yaml': 'include: b.yaml\ndata: { dataset: iris }\n',
        'b.yaml': 'data: { file: x.csv, target: y }\n',
      }),
    ).toEqual({
      data: { target: 'y', dataset: 'iris' },
    })
  })

  test('say which file a broken part stands in', () => {
    const { diagnostics, root } = load({ 'spec.yaml': 'include: b.yaml\n', 'b.yaml': 'a: [\n' })
    expect(root).toBeUndefined()
    expect(diagnostics[0]).toMatchObject({ code: 'yaml-syntax', span: { file: 'b.yaml' } })
  })

  test('may be included twice, but not in a circle', () => {
    expect(
      load({
        'spec.yaml': 'include: [b.yaml, c.yaml]\n',
        'b.yaml': 'include: c.yaml\n',
        'c.yaml': 'seed: 1\n',
      }).diagnostics,
    ).toEqual([])
    const { diagnostics } = load({ 'spec.yaml': 'include: b.yaml\n', 'b.yaml': 'include: ./b.yaml\n' })
    expect(diagnostics.map(({ code }) => code)).toEqual(['include-cycle'])
  })

  test('are refused outside the project, by path or by link', () => {
    const linked: ReadFile = (path) =>
      path === 'spec.yaml' ? inMemory({ 'spec.yaml': 'include: link.yaml\n' })(path) : { kind: 'outside' }
    const { diagnostics } = loadSpecification('spec.yaml', { read: linked, isComponent })
    expect(diagnostics.map(({ code }) => code)).toEqual(['path-outside-project'])
  })

  test('are never read when they are too large', () => {
    const read: ReadFile = (path) => ({
      kind: 'file',
      path,
      size: 5e9,
      read: () => {
        throw new Error('was read')
      },
    })
    expect(loadSpecification('spec.yaml', { read, isComponent }).diagnostics.map(({ code }) => code)).toEqual(
      ['file-too-large'],
    )
  })
})

test('paths are relative to the file, and end at the project root', () => {
  expect(resolvePath('specs/a.yaml', './b.yaml')).toBe('specs/b.yaml')
  expect(resolvePath('specs/deep/a.yaml', '../b.yaml')).toBe('specs/b.yaml')
  expect(resolvePath('specs/a.yaml', '../../b.yaml')).toBeUndefined()
  expect(resolvePath('a.yaml', '/etc/passwd')).toBeUndefined()
  expect(resolvePath('a.yaml', 'C:\\x')).toBeUndefined()
  expect(resolvePath('a.yaml', '..\\x')).toBeUndefined()
})
