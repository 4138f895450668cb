import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { commentBeside, readDocument } from '../../../compiler/source/located-document.js'
import { entryOf, nodeAt, spanAt, toJson, walk } from '../../../compiler/source/located-node.js'
import { sourceFile } from '../../../compiler/source/source-file.js'

const read = (text: string) => readDocument(sourceFile('x.yaml', text))
const codes = (text: string) => read(text).diagnostics.map(({ code }) => code)

describe('a located document', () => {
  test('keeps the place of every key and value', () => {
    const text = 'a: 1\nb:\n  - x\n  - { c: "two words" }\n'
    const { root } = read(text)
    if (root === undefined) throw new Error('not read')
    const cut = (path: readonly (string | number)[], part?: 'key' | 'value') => {
      const { start, end } = spanAt(root, path, part)
      return text.slice(start.offset, end.offset)
    }
    expect(cut(['a'])).toBe('1')
    expect(cut(['a'], 'key')).toBe('a')
    expect(cut(['b', 0])).toBe('x')
    expect(cut(['b', 1, 'c'])).toBe('"two words"')
    expect(spanAt(root, ['b', 1, 'c'], 'key').start).toEqual({ line: 4, column: 7, offset: 20 })
    expect(cut(['b', 1, 'missing'])).toBe('{ c: "two words" }')
  })

  test('reads YAML 1.2: yes is a word, 1e-4 a number, octal and hexadecimal too', () => {
    const { root } = read('a: yes\nb: 1e-4\nc: 0x1F\nd: 0o17\ne: ~\nf: "1"\n')
    expect(root && toJson(root)).toEqual({ a: 'yes', b: 1e-4, c: 31, d: 15, e: null, f: '1' })
  })

  test('accepts CRLF and a byte order mark, and counts lines alike', () => {
    const { root } = read('a: 1\r\nb:\r\n  - x\r\n')
    expect(root && toJson(root)).toEqual({ a: 1, b: ['x'] })
    expect(root && spanAt(root, ['b', 0]).start).toMatchObject({ line: 3, column: 5 })
  })

  test('follows aliases, and stops where they multiply', () => {
    const { root } = read('a: &x { k: [1, 2] }\nb: *x\n')
    expect(root && toJson(root)).toEqual({ a: { k: [1, 2] }, b: { k: [1, 2] } })
    const bomb = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]']
    for (let index = 1; index < 40; index++) {
      const [here, before] = [`n${String(index)}`, index === 1 ? 'a' : `n${String(index - 1)}`]
      bomb.push(`${here}: &${here} [*${before}, *${before}, *${before}]`)
    }
    expect(codes(bomb.join('\n'))).toEqual(['too-many-nodes'])
  })

  test('makes harmless properties of __proto__ and constructor', () => {
    const { root } = read('__proto__: { polluted: true }\nconstructor: 1\n')
    const json = root && (toJson(root) as Record<string, unknown>)
    expect(Object.keys(json ?? {})).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('lets numbers and booleans be keys below cases only', () => {
    expect(codes('switch: { cases: { 1: a, true: b } }\n')).toEqual([])
    expect(codes('x: { 1: a }\n')).toEqual(['non-string-key'])
  })

  test('finds the comment beside an entry, or above it', () => {
    const file = sourceFile('x.yaml', '# about a\n# in two lines\na: 1\nb: 2 # about b\nc: 3\n')
    const { root } = readDocument(file)
    const comment = (key: string) => {
      const entry = entryOf(root, key)
      return entry && commentBeside(file, entry)
    }
    expect([comment('a'), comment('b'), comment('c')]).toEqual(['about a in two lines', 'about b', undefined])
  })

  test('says the same as the YAML library about any document that it accepts', () => {
    const scalar = fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.boolean(),
      fc.constant(null),
      fc.stringMatching(/^[a-z][a-z0-9 _$.-]{0,12}[a-z0-9]$/),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('tree'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify({ value }, undefined, 1)
        const { root } = read(text)
        expect(root && toJson(root)).toEqual(parse(text))
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('never throws, and always says where, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '#',
      '!t ',
      '|',
      '>',
      '?',
      ',',
      '\t',
      '${x}',
      '<<: ',
      '---\n',
      '%',
      '@',
      '1',
      '\r\n',
      '\u2028',
      '日',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { root, diagnostics } = read(pieces.join(''))
        expect(root === undefined).toBe(diagnostics.length > 0)
        for (const { span } of diagnostics) expect(span?.start.line).toBeGreaterThan(0)
        if (root !== undefined) for (const { path, node } of walk(root)) expect(nodeAt(root, path)).toBe(node)
      }),
      { seed: 11, numRuns: 3000 },
    )
  })
})
