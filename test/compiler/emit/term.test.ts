// Printed terms mean what evaluated terms mean.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { printTerm } from '../../../compiler/emit/term.js'
import { parseExpression } from '../../../compiler/resolve/expression.js'
import { power } from '../../../runtime/support/power.js'
import { evaluateTerm } from '../../../runtime/support/term.js'
import { arbitraryTerm, termNames } from '../../support/terms.js'

const run = (code: string, scope: unknown): unknown =>
  new Function('s', 'power', `return ${code}`)(scope, power)

describe('printed terms', () => {
  test('give the value that evaluation gives', () => {
    fc.assert(
      fc.property(arbitraryTerm, (term) => {
        expect(run(printTerm(term), termNames)).toEqual(evaluateTerm(term, termNames))
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('have only the parentheses that they need', () => {
    const print = (text: string): string => {
      const parsed = parseExpression(text)
      return 'term' in parsed ? printTerm(parsed.term) : parsed.problem
    }
    expect(print('(2 * width) + (1)')).toBe('2 * s.width + 1')
    expect(print('2 * (width + 1)')).toBe('2 * (s.width + 1)')
    expect(print('a - (b - c)')).toBe('s.a - (s.b - s.c)')
    expect(print('data.classes == 10 ? "x" : "y"')).toBe("s['data.classes'] === 10 ? 'x' : 'y'")
    expect(print('2 ** 3 ** 2')).toBe('power(2, 3 ** 2)')
    expect(print('(2 ** 3) ** 2')).toBe('power(2, 3) ** 2')
  })
})
