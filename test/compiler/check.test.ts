import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkSpecification } from '../../compiler/check.js'
import { printFindings } from '../../compiler/diagnostics/print-text.js'
import { inMemory } from '../../compiler/source/project.js'
import { createStandardValidator } from '../../compiler/standard-validator.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const quickstart = readFileSync(join(root, 'specs/quickstart.yaml'), 'utf8')
const validator = createStandardValidator()
const check = (text: string) =>
  checkSpecification('s.yaml', { read: inMemory({ 's.yaml': text }), validator })

describe('checking', () => {
  test('finds nothing wrong with the quickstart', () => {
    expect(check(quickstart).diagnostics).toEqual([])
  })

  test('runs later phases on sound specifications only', () => {
    const seen: string[] = []
    const later = [
      () => {
        seen.push('first')
        return [{ code: 'x', severity: 'error', message: 'x' } as const]
      },
      () => {
        seen.push('second')
        return []
      },
    ]
    const run = (text: string) =>
      checkSpecification('s.yaml', { read: inMemory({ 's.yaml': text }), validator, later })
    expect(run('espalier: 1\n').specification).toBeUndefined()
    expect(seen).toEqual([])
    expect(run(quickstart).diagnostics.map(({ code }) => code)).toEqual(['x'])
    expect(seen).toEqual(['first'])
  })

  test('never throws on a damaged specification, and every finding has a place that can be printed', () => {
    const words = fc.constantFrom(
      '[]',
      '{}',
      '~',
      '0',
      '-1',
      '1e99',
      'true',
      '"',
      "'",
      '$',
      '$x',
      '${x}',
      '$data.classes',
      'choice',
      'sequence',
      'adam',
      'conv2d',
      '{ expr: "1 +" }',
      '{ choice: [] }',
      '{ int: [3, 1] }',
      '{ log_uniform: 3 }',
      '__proto__',
      'constructor',
      'a better than b on c',
      '[[[1]]]',
      ': ',
      '- ',
      '\n',
      '  ',
    )
    const edit = fc.record({ at: fc.nat(quickstart.length), drop: fc.nat(12), put: words })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce(
          (now, { at, drop, put }) => now.slice(0, at) + put + now.slice(at + drop),
          quickstart,
        )
        const { diagnostics, files, specification } = check(text)
        const errors = diagnostics.filter(({ severity }) => severity === 'error')
        expect(specification === undefined).toBe(errors.length > 0)
        for (const { span, message } of errors) {
          expect(span).toBeDefined()
          expect(message).toMatch(/\.$/)
        }
        expect(printFindings(diagnostics, files)).not.toMatch(/undefined|NaN|\[object/)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  test('never throws where sections are replaced by anything', () => {
    const sections = [
      'data',
      'tasks',
      'define',
      'space',
      'hyperparameters',
      'constraints',
      'train',
      'procedure',
      'objective',
      'budget',
      'sampler',
      'scheduler',
      'fidelity',
      'arms',
      'protocol',
      'claims',
      'resources',
      'enqueue',
      'slots',
      'order',
      'allow',
      'deploy',
      'report',
      'use',
    ]
    const leaf = fc.constantFrom<unknown>(
      1,
      'relu',
      '$rate',
      null,
      true,
      'adam',
      'a better than b on accuracy',
      '',
      0.5,
      'sequence',
    )
    const key = fc.constantFrom(
      'sequence',
      'choice',
      'body',
      'parameters',
      'uniform',
      'on',
      'cases',
      'better',
      'arm',
      'adam',
      'rate',
      'fixed',
      'name',
      'switch',
      'two_phase',
      'rule',
      'pools',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...sections), tree, { maxKeys: 6 }), (drawn) => {
        const { diagnostics, files } = check(JSON.stringify({ espalier: 1, name: 'a', ...drawn }))
        expect(printFindings(diagnostics, files)).not.toMatch(/undefined|NaN|\[object/)
      }),
      { seed: 9, numRuns: 500 },
    )
  })
})
