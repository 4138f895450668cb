// Compiling as the command line does: files from the repository, data as they ship.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeLoader } from '../../compiler/commands/own-code.js'
import { compile, type Compiled } from '../../compiler/compile.js'
import type { ReadFile } from '../../compiler/source/project.js'
import { inMemory } from '../../compiler/source/project.js'
import { createStandardValidator } from '../../compiler/standard-validator.js'
import { describeData } from '../../runtime/data/describe.js'
import { loadData } from '../../runtime/data/load.js'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import type { DataNode } from '../../compiler/ir/nodes.js'

/** The repository, from which specifications are read. */
export const repository = resolve(fileURLToPath(new URL('../..', import.meta.url)))

const fromDisk: ReadFile = (path) => {
  const place = join(repository, path)
  if (!existsSync(place)) return { kind: 'missing' }
  return {
    kind: 'file',
    path: relative(repository, place).split(sep).join('/'),
    size: statSync(place).size,
    read: () => readFileSync(place),
  }
}

/** Reads data relative to a folder, each set once. */
export function createDescriber(root: string): (data: DataNode) => Promise<DataDescriptor> {
  const known = new Map<string, Promise<DataDescriptor>>()
  return (data) => {
    const { dataset, file, windows, target, columns, group, time } = data
    const key = JSON.stringify([dataset, file, windows, target, columns, group, time])
    const described = known.get(key) ?? loadData(data, { root }).then(describeData)
    known.set(key, described)
    return described
  }
}

/** A compiler for tests; data sets are read once. */
export function createTestCompiler(): {
  readonly compileFile: (path: string) => Promise<Compiled>
  /** Compiles a text as `spec.yaml`, with further files beside it. */
  readonly compileText: (text: string, files?: Readonly<Record<string, string>>) => Promise<Compiled>
} {
  const validator = createStandardValidator()
  const describe = createDescriber(repository)
  const settings = { validator, describe, version: '0.0.0', loadCode: codeLoader(repository) }
  return {
    compileFile: (path) => compile(path, { ...settings, read: fromDisk }),
    compileText: (text, files = {}) =>
      compile('spec.yaml', { ...settings, read: inMemory({ 'spec.yaml': text, ...files }) }),
  }
}
