// Every folder here is a broken specification with all that is said about it. UPDATE_GOLDEN=1 renews what is said.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { analyse } from '../../compiler/analyse.js'
import { codeLoader } from '../../compiler/commands/own-code.js'
import { printFindings, printSummary } from '../../compiler/diagnostics/print-text.js'
import type { ReadFile } from '../../compiler/source/project.js'
import { createStandardValidator } from '../../compiler/standard-validator.js'
import { inspectObjective } from '../../runtime/study/inspect-objective.js'
import { describeFrozen } from '../../runtime/study/describe-frozen.js'
import { describeModel } from '../../runtime/study/describe-model.js'
import { createDescriber } from '../support/compile-specification.js'

const root = dirname(fileURLToPath(import.meta.url))
const folders = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

/** Specifications too large or too dull to keep as files. */
const generated: Readonly<Record<string, () => string>> = {
  'file-too-large': () => `espalier: 1\nname: large\n# ${'x'.repeat(100 * 1024 * 1024)}\n`,
  'nested-too-deep': () => `espalier: 1\nname: deep\nspace: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
  'nested-too-deep-in-blocks': () => `space:\n  ${'- '.repeat(10_000)}relu\n`,
  'too-many-nodes-written': () => `space: [${'a,'.repeat(400_000)}]\n`,
  'too-many-includes': () => 'include: spec2.yaml\n',
}

const validator = createStandardValidator()

describe('broken specifications', () => {
  test.each(folders)('%s', async (folder) => {
    const describe = createDescriber(join(root, folder))
    // A folder named for what its code does wrong is one whose code may run.
    const loadCode = existsSync(join(root, folder, 'own.ts')) ? codeLoader(join(root, folder)) : undefined
    const read = reader(folder)
    const { diagnostics, files } = await analyse('spec.yaml', {
      read,
      validator,
      describe,
      describeModel: (file, data) => describeModel(file, data, join(root, folder)),
      describeFrozen: (question) => describeFrozen(question, join(root, folder)),
      inspectObjective: (request) => inspectObjective(request, join(root, folder)),
      loadCode,
    })
    const printed = `${printFindings(diagnostics, files)}\n${printSummary(diagnostics, 1)}\n`
    const expected = join(root, folder, 'expected.txt')
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(expected, printed)
    expect(printed).toBe(existsSync(expected) ? readFileSync(expected, 'utf8') : '')
  })
})

/** The folder as a project of its own; files that are not there may be generated. */
function reader(folder: string): ReadFile {
  return (path) => {
    const make = path === 'spec.yaml' ? generated[folder] : undefined
    const chain = folder === 'too-many-includes' && /^spec(\d+)\.yaml$/.exec(path)?.[1]
    const text = make?.() ?? (chain ? `include: spec${String(Number(chain) + 1)}.yaml\n` : undefined)
    if (text !== undefined) {
      const bytes = new TextEncoder().encode(text)
      return { kind: 'file', path, size: bytes.length, read: () => bytes }
    }
    const file = join(root, folder, path)
    if (!existsSync(file)) return { kind: 'missing' }
    const bytes = new Uint8Array(readFileSync(file))
    return { kind: 'file', path, size: bytes.length, read: () => bytes }
  }
}
