// From `run` to the arguments of one training: `${name}` replaced, hyperparameters passed on, files of the project made absolute.
import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'

/** What a name stands for; undefined where it does not exist in this trial. */
export type Values = ReadonlyMap<string, string | undefined>

/** How hyperparameters are handed on that no argument mentions. */
export interface Passing {
  readonly pass: 'none' | '--k=v' | '--k v' | 'k=v'
  readonly booleans: 'value' | 'flag' | 'no_flag'
  readonly dashes: boolean
}

const mention = /\$\{([\w.-]+)\}/g

/** Names that a text mentions. */
export const mentionsIn = (text: string): readonly string[] =>
  [...text.matchAll(mention)].map(([, name]) => name ?? '')

/** A text with its names replaced; undefined where one of them has no value. */
export function substitute(text: string, values: Values): string | undefined {
  if (mentionsIn(text).some((name) => values.get(name) === undefined)) return undefined
  return text.replaceAll(mention, (_, name: string) => values.get(name) ?? '')
}

/** All arguments. One without a value is left out, and with it a flag before it that would be left without one. */
export function wordsOf(
  run: readonly unknown[],
  values: Values,
  hyperparameters: Readonly<Record<string, unknown>>,
  passing: Passing,
): readonly string[] {
  const written = run.map(String)
  const words: string[] = []
  for (const text of written) {
    const word = substitute(text, values)
    if (word !== undefined) words.push(word)
    else if (/^\$\{[\w.-]+\}$/.test(text) && /^--?[A-Za-z]/.test(words.at(-1) ?? '')) words.pop()
  }
  const mentioned = new Set(written.flatMap(mentionsIn))
  const others = Object.entries(hyperparameters).filter(([name]) => !mentioned.has(name))
  return [...words, ...others.flatMap(([name, value]) => passed(name, value, passing))]
}

function passed(name: string, value: unknown, { pass, booleans, dashes }: Passing): readonly string[] {
  if (pass === 'none') return []
  const key = dashes ? name.replaceAll('_', '-') : name
  const prefix = pass === 'k=v' ? '' : '--'
  if (typeof value === 'boolean' && booleans !== 'value') {
    if (value) return [`${prefix}${key}`]
    return booleans === 'flag' ? [] : [`${prefix}no-${key}`]
  }
  return pass === '--k v' ? [`--${key}`, showValue(value)] : [`${prefix}${key}=${showValue(value)}`]
}

/** A value as programs expect it: texts as they are, all else as JSON. */
export const showValue = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** A written argument that names a file of the project, as its absolute path; others as they are. */
export const absoluteIn =
  (root: string) =>
  (word: unknown): unknown =>
    typeof word !== 'string' ||
    isAbsolute(word) ||
    !/[./]/.test(word) ||
    word.includes('${') ||
    !existsSync(join(root, word))
      ? word
      : join(root, word)
