import { describe, expect, test } from '@jest/globals'
import { codeFrame } from '../../../compiler/source/code-frame.js'
import { sourceFile, spanBetween } from '../../../compiler/source/source-file.js'

/** The frame of the first occurrence of a word. */
function frame(text: string, word: string): readonly string[] {
  const file = sourceFile('x.yaml', text)
  const start = text.indexOf(word)
  return codeFrame(file, spanBetween(file, start, start + word.length)).split('\n')
}

describe('a code frame', () => {
  test('underlines the place', () => {
    expect(frame('a: 1\nname: small\n', 'small')).toEqual(['  2 | name: small', '    |       ^^^^^'])
  })

  test('keeps carets below the place after tabs and wide characters', () => {
    expect(frame('a:\t[x]', 'x')).toEqual(['  1 | a:  [x]', '    |      ^'])
    expect(frame('題: 名', '名')).toEqual(['  1 | 題: 名', '    |     ^^'])
  })

  test('shows what a terminal would obey as a dot', () => {
    expect(frame('a: \u001b[31m\u202e x', 'x')[0]).toBe('  1 | a: ·[31m· x')
  })

  test('cuts long lines around the place', () => {
    const [line = '', carets = ''] = frame(`${'a'.repeat(500)}HERE${'b'.repeat(500)}`, 'HERE')
    expect(line.length).toBeLessThan(115)
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE')
  })

  test('underlines the first line of a place over several', () => {
    expect(frame('a: [1,\n  2]\n', '[1,\n  2]')).toEqual(['  1 | a: [1,', '    |    ^^^'])
  })

  test('marks one column where the place is empty or beyond the line', () => {
    expect(frame('a:\n', '')).toEqual(['  1 | a:', '    | ^'])
  })
})
