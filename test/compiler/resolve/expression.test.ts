// What expressions are, and how refusals point.
import { describe, expect, test } from '@jest/globals'
import { parseExpression } from '../../../compiler/resolve/expression.js'
import { evaluateTerm } from '../../../runtime/support/term.js'

const value = (text: string, scope = {}): unknown => {
  const parsed = parseExpression(text)
  return 'term' in parsed ? evaluateTerm(parsed.term, scope) : parsed.problem
}

describe('parseExpression', () => {
  test('follows the usual precedence', () => {
    expect(value('2 + 3 * 4')).toBe(14)
    expect(value('2 ** 3 ** 2')).toBe(512)
    expect(value('10 - 4 - 3')).toBe(3)
    expect(value('1 < 2 && 3 >= 4 || true')).toBe(true)
    expect(value('max(1, 2, width) / 2', { width: 9 })).toBe(4.5)
    expect(value("activation == 'relu' ? 1 : 2", { activation: 'relu' })).toBe(1)
  })

  test('reads dotted and indexed names as one name', () => {
    expect(value('data.classes * 2', { 'data.classes': 10 })).toBe(20)
    expect(value('repeat[0].conv2d.filters', { 'repeat[0].conv2d.filters': 8 })).toBe(8)
  })

  test.each([
    ['1 +', 'expected expression after +', 2],
    ['width @ 2', 'unexpected "@"', 6],
    ['', 'the expression is empty', 0],
    ['$width * 2', "names in expressions are bare: write 'width'", 0],
    ['2 ^ 3', "operator '^' is not part of expressions; a power is written '**'", 2],
    [
      'pow(2, 3)',
      "'pow' is not a function; there are abs, ceil, exp, floor, log, log2, max, min, round, sqrt",
      0,
    ],
    ['1 + sqrt(1, 2)', "'sqrt' takes 1 argument, 2 were given", 4],
    ['1; 2', 'one expression was expected, more than one was found', 1],
    ['-2 ** 2', "a sign before a power is ambiguous; write '0 - a ** b'", 3],
    ['[1, 2]', 'lists are not values of expressions', 0],
    ['1e999', "'1e999' is not a finite number", 0],
    ['a["b"]', 'only a whole number may stand between brackets', 1],
    [
      'constructor("x")()',
      "'(…)' is not a function; there are abs, ceil, exp, floor, log, log2, max, min, round, sqrt",
      0,
    ],
  ])('refuses %j', (text, problem, offset) => {
    expect(parseExpression(text)).toEqual({ problem, offset })
  })

  test('refuses hostile lengths and depths without failing', () => {
    expect(parseExpression('('.repeat(5000))).toHaveProperty('problem')
    expect(parseExpression('('.repeat(1999))).toHaveProperty('problem')
    expect(parseExpression(`${'!'.repeat(1999)}a`)).toBeDefined()
  })
})
