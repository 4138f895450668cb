// Whether files for pipelines are what their readers' own formats ask for.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { repository } from '../compile-specification.js'

const folder = join(repository, 'test/support/pipelines')

/** Whether `xmllint` (libxml2) is installed: what validates against an XML Schema. */
export const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined

/** What libxml2 finds wrong with a JUnit file; nothing where it is valid. */
export function junitProblems(file: string): string {
  const schema = join(folder, 'junit.xsd')
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', schema, file], { encoding: 'utf8' })
  return status === 0 ? '' : stderr
}

const validateSarif = new Ajv({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  formats: { uri: (text: string) => URL.canParse(text), 'uri-reference': /^[\w%.~!$&'()*+,;=:@/?#-]*$/ },
}).compile(JSON.parse(readFileSync(join(folder, 'sarif-essentials.schema.json'), 'utf8')) as object)

/** What a JSON Schema finds wrong with a SARIF log. */
export const sarifProblems = (text: string): readonly string[] =>
  validateSarif(JSON.parse(text))
    ? []
    : (validateSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`)

/** A Python that has pandas, Debian's beside whichever comes first; absent where none has. */
export const pythonWithPandas = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import pandas']).status === 0,
)
