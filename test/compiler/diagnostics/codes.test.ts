import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { code } from '../../../compiler/diagnostics/codes/code.js'
import { codes } from '../../../compiler/diagnostics/codes/index.js'
import { reading } from '../../../compiler/diagnostics/codes/reading.js'
import { rules } from '../../../compiler/diagnostics/codes/rules.js'
import { structure } from '../../../compiler/diagnostics/codes/structure.js'
import { explainCode } from '../../../compiler/diagnostics/explain.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** Codes that sources report, read from their text: `finding('code', …)`, tables named CODES, errors of data and protocols, leak rules. */
const used = new Set([
  ...sources(join(root, 'compiler')).flatMap((text) => [
    ...matches(text, /finding\(\s*'([a-z0-9-]+)'/g),
    ...[...text.matchAll(/CODES[^=]*= \{([^}]*)\}/g)].flatMap((table) =>
      matches(table[1] ?? '', /: '([a-z0-9-]+)'/g),
    ),
  ]),
  ...['data', 'protocols', 'model/prepare'].flatMap((folder) =>
    sources(join(root, 'runtime', folder)).flatMap((text) => [
      ...matches(text, /(?:SpecError|DataError)\(\s*'([a-z0-9-]+)'/g),
      ...matches(text, /const code = '([a-z0-9-]+)'/g),
    ]),
  ),
])

/** Not reachable from a file: claims are recognised by their words, overrides come from the command line. */
const unreachable = new Set(['unknown-claim', 'bad-override'])

describe('codes', () => {
  test('every code in use has a page', () => {
    expect([...used].filter((code) => !codes.has(code))).toEqual([])
  })

  test('every page is about a code that some source reports', () => {
    const all = [...sources(join(root, 'compiler')), ...sources(join(root, 'runtime'))]
    const reported = all.filter((text) => !text.includes('CodeGroup =')).join('\n')
    expect([...codes.keys()].filter((code) => !reported.includes(`'${code}'`))).toEqual([])
  })

  test('every code of reading, structure and rules has a folder of broken specifications that reports it', () => {
    const folder = join(root, 'test/diagnostics')
    const printed = readdirSync(folder)
      .map((name) => join(folder, name, 'expected.txt'))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    const told = new Set(
      [...printed.matchAll(/(?:error|warning|note) ([a-z0-9-]+):/g)].map((match) => match[1] ?? ''),
    )
    const own = [reading, code, structure, rules].flatMap((group) => Object.keys(group))
    expect(own.filter((code) => !told.has(code) && !unreachable.has(code))).toEqual([])
  })

  test('a page has title, explanation and example', () => {
    expect(explainCode('tab-indentation')).toBe(
      [
        'tab-indentation: indentation with a tab',
        '',
        'YAML forbids tabs in indentation, since nobody agrees how wide they are.',
        '',
        'wrong:',
        '',
        '    data:',
        '    \tdataset: mnist',
        '',
        'right:',
        '',
        '    data:',
        '      dataset: mnist',
        '',
      ].join('\n'),
    )
    expect(explainCode('no-such-code')).toBeUndefined()
  })
})

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const path = join(folder, found.name)
    if (found.isDirectory()) return sources(path)
    return found.name.endsWith('.ts') ? [readFileSync(path, 'utf8')] : []
  })
}
