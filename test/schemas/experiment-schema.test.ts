// The schema for editors is made from the language and the catalogue; UPDATE_GOLDEN=1 writes it anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { parse } from 'yaml'
import { editorSchema } from '../../compiler/validate/editor-schema.js'
import { createLanguage } from '../../compiler/validate/language.js'
import { catalogue } from '../../runtime/catalogue.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const file = join(root, 'schemas/experiment.schema.json')

describe('schemas/experiment.schema.json', () => {
  const made = `${JSON.stringify(editorSchema(createLanguage(), catalogue), undefined, 1)}\n`
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, made)

  test('is what the language and the catalogue give', () => {
    expect(readFileSync(file, 'utf8') === made).toBe(true)
  })

  test('is a schema, and accepts every specification that we ship', () => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(made))
    for (const specification of specifications(join(root, 'specs'))) {
      validate(parse(readFileSync(specification, 'utf8')))
      expect({ specification, errors: validate.errors }).toEqual({ specification, errors: null })
    }
  })

  test('describes every kind', () => {
    for (const members of Object.values(catalogue)) {
      for (const { kind, summary } of members.values()) {
        expect(made).toContain(`"${kind}"`)
        if (!catalogue.metric.has(kind) && kind !== 'threshold')
          expect(made).toContain(JSON.stringify(summary))
      }
    }
  })
})

function specifications(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const path = join(folder, found.name)
    if (found.isDirectory()) return specifications(path)
    return found.name.endsWith('.yaml') ? [path] : []
  })
}
