import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import * as rules from '../../../compiler/validate/rules/index.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../compiler/validate/rules')
const files = readdirSync(folder).filter((file) => !['index.ts', 'rule.ts'].includes(file))
const camelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

test('every rule has a file and a line in the index', () => {
  const names = files.map((file) => camelCase(file.replace('.ts', '')))
  expect(Object.keys(rules).sort()).toEqual(names.sort())
})

test.each(files)('%s reports the code that it is named for', (file) => {
  expect(readFileSync(join(folder, file), 'utf8')).toContain(`'${file.replace('.ts', '')}'`)
})
