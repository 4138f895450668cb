// Text of a specification stays text: whatever names and strings it holds, the plan means the same and runs none of it.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import ts from 'typescript'
import { commentText, quote } from '../../../compiler/emit/text.js'
import { layOut, object } from '../../../compiler/emit/layout.js'
import { literal } from '../../../compiler/emit/literal.js'
import type { Json } from '../../../schemas/json.js'
import { createTestCompiler } from '../../support/compile-specification.js'

/** Pieces that end strings, comments, templates and lines, or mean something to JavaScript. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      "'",
      '"',
      '`',
      '\\',
      '*/',
      '/*',
      '//',
      '${',
      '}',
      '\n',
      '\r',
      '\u2028',
      '\u2029',
      '\u0000',
      '\ud800',
      '\udc00',
    ],
    ...[
      '__proto__',
      'constructor',
      '</script>',
      '<!--',
      '-->',
      "');globalThis.harmed=1;('",
      '*/globalThis.harmed=1/*',
    ],
    ...['@ts-nocheck', '[*]', '`,globalThis.harmed=1,`', '\\u0027', '\\\n', '#', ': ', '\ufeff', '😀'],
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const hostile = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    hostile,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(hostile, tie('value'), { maxKeys: 3 }),
  ),
})).value

const evaluate = (code: string): unknown => new Function(`return (${code})`)()
const harmed = (): unknown => Reflect.get(globalThis, 'harmed')

describe('emitted text', () => {
  test('a string literal reads back as the string, alone on its line', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const code = quote(text)
        expect(evaluate(code)).toBe(text)
        expect(code).not.toMatch(/[\n\r\u2028\u2029]/)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('a value reads back as the value, keys included, whatever the layout', () => {
    fc.assert(
      fc.property(json, fc.nat(100), (value, indent) => {
        const read = evaluate(layOut(literal(value), indent))
        expect(JSON.stringify(read)).toBe(JSON.stringify(value))
      }),
      { seed: 2, numRuns: 2000 },
    )
  })

  test('`__proto__` is an ordinary key', () => {
    const read = evaluate(layOut(object([['__proto__', literal({ a: 1 })]]))) as object
    expect(Object.keys(read)).toEqual(['__proto__'])
  })

  test('a comment ends where it should', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const comment = commentText(text)
        const block = ts.createSourceFile('a.ts', `/** ${comment} */\nconst a = 1\n`, ts.ScriptTarget.ES2022)
        const line = ts.createSourceFile('a.ts', `// ${comment}\nconst a = 1\n`, ts.ScriptTarget.ES2022)
        for (const file of [block, line]) {
          expect(file.statements).toHaveLength(1)
          expect(file.statements[0]?.kind).toBe(ts.SyntaxKind.VariableStatement)
        }
        expect(comment).not.toContain('@ts-')
      }),
      { seed: 3, numRuns: 2000 },
    )
  })
})

describe('a specification of hostile text', () => {
  const { compileText } = createTestCompiler()
  /** A specification with the text wherever the author is free to write one. */
  const specification = (text: string): string => {
    const said = JSON.stringify(text)
    return [
      'espalier: 1',
      'name: hostile',
      `description: ${said}`,
      'data: { dataset: iris }',
      'hyperparameters:',
      `  word: { choice: [${said}, other], description: ${said} }`,
      '  width: [4, 8] # */ globalThis.harmed = 1 /*',
      'space:',
      '  sequence:',
      '    - affine: { units: $width }',
      '    - switch:',
      '        on: $word',
      `        cases: { ${said}: relu, other: tanh }`,
      '    - affine: { units: $data.classes }',
      `constraints: [${JSON.stringify(`word != '${text.replace(/[\\']/g, '')}' || width > 0`)}]`,
      'train: { loss: cross_entropy, optimizer: sgd, batch_size: 8, epochs: 1 }',
      'objective: { maximize: accuracy }',
      'budget: { trials: 1 }',
      `report: { title: ${said} }`,
      'arms: { default: {} }',
      `allow: [{ rule: overlapping-rows, because: ${said} }]`,
    ].join('\n')
  }

  test('compiles to a plan whose only strings and statements are the ones meant, or is refused', async () => {
    let plans = 0
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const { plan, diagnostics } = await compileText(specification(text))
        if (plan === undefined) {
          expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
          return
        }
        plans += 1
        const file = ts.createSourceFile('plan.ts', plan, ts.ScriptTarget.ES2022, true)
        expect(identifiers(file).has('harmed')).toBe(false)
        expect(identifiers(file).has('globalThis')).toBe(false)
        expect(strings(file)).toContain(text)
      }),
      { seed: 4, numRuns: 150 },
    )
    expect(plans).toBeGreaterThan(20)
    expect(harmed()).toBeUndefined()
  })
})

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

function identifiers(file: ts.SourceFile): ReadonlySet<string> {
  const found = new Set<string>()
  visit(file, (node) => {
    if (ts.isIdentifier(node)) found.add(node.text)
  })
  return found
}

function strings(file: ts.SourceFile): readonly string[] {
  const found: string[] = []
  visit(file, (node) => {
    if (ts.isStringLiteral(node)) found.push(node.text)
  })
  return found
}
