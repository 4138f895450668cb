import { describe, expect, test } from '@jest/globals'
import { checkSpecification } from '../../../compiler/check.js'
import { toReport } from '../../../compiler/diagnostics/print-json.js'
import { toSarif } from '../../../compiler/diagnostics/print-sarif.js'
import { countFindings, noPaint, printFindings } from '../../../compiler/diagnostics/print-text.js'
import { inMemory } from '../../../compiler/source/project.js'
import { createStandardValidator } from '../../../compiler/standard-validator.js'

const text = 'espalier: 1\nname: small\nname: large\n'
const { diagnostics, files } = checkSpecification('specs/my spec.yaml', {
  read: inMemory({ 'specs/my spec.yaml': text }),
  validator: createStandardValidator(),
})

describe('printing findings', () => {
  test('as text: place, carets, hint, second place; colours only where asked', () => {
    const paint = { ...noPaint, error: (words: string) => `<red>${words}</red>` }
    expect(printFindings(diagnostics, files, paint)).toBe(
      [
        'specs/my spec.yaml:3:1: <red>error duplicate-key</red>: the key `name` stands twice in one map.',
        '  3 | name: large',
        '    | ^^^^',
        '  hint: delete or rename one of the two',
        '  specs/my spec.yaml:2:1: `name` stands here first',
        '  2 | name: small',
        '    | ^^^^',
        '',
      ].join('\n'),
    )
  })

  test('as json: counts and places from 1', () => {
    expect(toReport(diagnostics, ['specs/my spec.yaml'])).toEqual({
      schema_version: 1,
      specifications: ['specs/my spec.yaml'],
      counts: { errors: 1, warnings: 0, notes: 0 },
      diagnostics: [
        {
          code: 'duplicate-key',
          severity: 'error',
          message: 'the key `name` stands twice in one map.',
          file: 'specs/my spec.yaml',
          line: 3,
          column: 1,
          end_line: 3,
          end_column: 5,
          hint: 'delete or rename one of the two',
          related: {
            message: '`name` stands here first',
            file: 'specs/my spec.yaml',
            line: 2,
            column: 1,
            end_line: 2,
            end_column: 5,
          },
        },
      ],
    })
  })

  test('as SARIF 2.1.0: a rule for each result, places as URIs and regions', () => {
    const log = toSarif(diagnostics, '0.1.0')
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'espalier', version: '0.1.0', rules: [{ id: 'duplicate-key' }] } },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'duplicate-key',
              ruleIndex: 0,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'specs/my%20spec.yaml' },
                    region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 5 },
                  },
                },
              ],
              relatedLocations: [{ id: 0, message: { text: '`name` stands here first' } }],
            },
          ],
        },
      ],
    })
  })

  test('counts in words', () => {
    const of = (...severities: readonly ('error' | 'warning' | 'note')[]) =>
      countFindings(severities.map((severity) => ({ code: 'x', severity, message: 'x' })))
    expect(of()).toBe('no problems')
    expect(of('error')).toBe('1 error')
    expect(of('error', 'warning', 'error')).toBe('2 errors and 1 warning')
    expect(of('error', 'warning', 'note', 'note')).toBe('1 error, 1 warning and 2 notes')
  })
})
