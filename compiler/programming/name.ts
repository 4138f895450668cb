// From what a program gives to what analysis needs.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Call } from '../commands/command.js'
import { nameSpecifications, type Named } from '../commands/specification.js'
import type { FileAnswer, ReadFile } from '../source/project.js'
import type { Specification, SpecificationOptions } from './options.js'

/** A specification, named; its settings read a text as if it were a file. */
export function nameSpecification(
  specification: Specification,
  { cwd = process.cwd(), allowCode = false, seed, set = {} }: SpecificationOptions,
): Named {
  const file = pathOf(specification, cwd)
  const overrides = Object.entries(set).map(([path, value]) => `${path}=${JSON.stringify(value)}`)
  const options: Call['options'] = { allowCode, set: overrides, ...(seed === undefined ? {} : { seed }) }
  const [named] = nameSpecifications({ cwd }, { words: [file], options })
  if (named === undefined) throw new TypeError('no specification was given')
  if (!isText(specification)) return named
  const read = readingText(named, specification.text)
  return { ...named, project: { ...named.project, read }, settings: { ...named.settings, read } }
}

/** The absolute path of what was given. */
export function pathOf(specification: Specification, cwd: string): string {
  if (specification instanceof URL) return fileURLToPath(specification)
  return resolve(cwd, isText(specification) ? (specification.path ?? 'experiment.yaml') : specification)
}

/** Whether a specification is no file. */
export const isText = (specification: Specification): specification is Exclude<Specification, string | URL> =>
  typeof specification === 'object' && 'text' in specification

function readingText({ path, settings }: Named, text: string): ReadFile {
  const bytes = Buffer.from(text)
  const answer: FileAnswer = { kind: 'file', path, size: bytes.length, read: () => bytes }
  return (asked) => (asked === path ? answer : settings.read(asked))
}
