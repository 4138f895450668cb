// What may stand where the cursor is: read from the table of commands, the catalogue and the folder. Knows no shell.
import type { CommandEntry, CommandOption } from './command.js'
import { pathsFor, type PathKind } from './completion-paths.js'

export interface Candidate {
  readonly word: string
  readonly description?: string
}

/** Files are quoted by the shell, and a folder among them is not the end of a word. */
export interface Candidates {
  readonly kind: 'values' | 'files'
  readonly found: readonly Candidate[]
}

export interface CompletionContext {
  readonly commands: readonly CommandEntry[]
  /** Diagnostic codes and components, for `explain`. */
  readonly topics: readonly string[]
  readonly cwd: string
}

/** Candidates for the last of the words after the program's name; it may be empty or half a word. */
export function candidatesFor(typed: readonly string[], context: CompletionContext): Candidates {
  const [name = '', ...rest] = withoutEquals(typed)
  const { commands } = context
  const names = commands.map(({ name: word, summary }) => ({ word, description: summary }))
  if (rest.length === 0) return values(name.startsWith('-') ? globalOptions : names, name)
  if (name === 'help') return values(names, rest.at(-1) ?? '')
  const entry = commands.find((command) => command.name === name)
  if (entry === undefined) return nothing
  return withinCommand(entry, rest, context)
}

const globalOptions: readonly Candidate[] = [
  { word: '--help', description: 'print help' },
  { word: '--version', description: 'print the version' },
]
const nothing: Candidates = { kind: 'values', found: [] }

const values = (candidates: readonly Candidate[], current: string): Candidates => ({
  kind: 'values',
  found: candidates.filter(({ word }) => word.startsWith(current)),
})

/** `--device = c`, as bash splits it, is `--device c`. */
const withoutEquals = (typed: readonly string[]): readonly string[] => {
  const last = typed.length - 1
  return typed.flatMap((word, index) =>
    word !== '=' ? [word] : index === last && typed[last - 1]?.startsWith('--') === true ? [''] : [],
  )
}

function withinCommand(entry: CommandEntry, rest: readonly string[], context: CompletionContext): Candidates {
  const current = rest.at(-1) ?? ''
  const before = rest.slice(0, -1)
  const [, flag = '', start = ''] = /^(--[^=]+)=(.*)$/s.exec(current) ?? []
  if (flag !== '') return prefixed(`${flag}=`, valuesOf(optionNamed(entry, flag), start, context))
  const previous = optionNamed(entry, before.at(-1) ?? '')
  if (previous !== undefined && takesValue(previous)) return valuesOf(previous, current, context)
  if (current.startsWith('-')) return values(optionsLeft(entry, before), current)
  const place = wordNames(entry)
  const index = before.filter((word, at) => isPositional(entry, word, before[at - 1])).length
  const name = place[Math.min(index, place.length - 1)]
  const isFull = index >= place.length && !entry.words.includes('...')
  return name === undefined || isFull ? nothing : wordCandidates(entry, name, current, context)
}

const flagsOf = ({ flags }: CommandOption): readonly string[] =>
  flags.match(/(?<![\w<-])--?[a-z][\w-]*/g) ?? []
const takesValue = ({ flags }: CommandOption): boolean => flags.includes('<')
const optionNamed = (entry: CommandEntry, flag: string): CommandOption | undefined =>
  entry.options.find((option) => flagsOf(option).includes(flag))

function optionsLeft(entry: CommandEntry, before: readonly string[]): readonly Candidate[] {
  const left = entry.options.filter(
    (option) => option.repeatable === true || !flagsOf(option).some((flag) => before.includes(flag)),
  )
  return [
    ...left.map((option) => ({ word: flagsOf(option).at(-1) ?? '', description: option.description })),
    { word: '--help', description: 'print help' },
  ]
}

function isPositional(entry: CommandEntry, word: string, previous: string | undefined): boolean {
  if (word.startsWith('-')) return false
  const option = previous === undefined ? undefined : optionNamed(entry, previous)
  return option === undefined || !takesValue(option)
}

const wordNames = ({ words }: CommandEntry): readonly string[] => words.match(/[a-z]+(?:-[a-z]+)*/g) ?? []

/** Names of words and of options' values that mean files of a kind. */
const pathKinds: Readonly<Record<string, PathKind>> = {
  spec: 'specification',
  'spec-or-plan': 'subject',
  run: 'run',
  dir: 'folder',
  path: 'file',
  file: 'file',
}

function valuesOf(
  option: CommandOption | undefined,
  current: string,
  context: CompletionContext,
): Candidates {
  const { choices, flags = '' } = option ?? {}
  if (choices !== undefined) {
    const words = typeof choices === 'function' ? choices() : choices
    return values(
      words.map((word) => ({ word })),
      current,
    )
  }
  const kind = pathKinds[/<([a-z]+)>/.exec(flags)?.[1] ?? '']
  return kind === undefined ? nothing : files(kind, current, context)
}

function wordCandidates(
  entry: CommandEntry,
  name: string,
  current: string,
  context: CompletionContext,
): Candidates {
  const choices = name === 'topic' ? context.topics : entry.wordChoices?.[name]
  if (choices !== undefined) {
    const words = [...new Set(choices)].sort()
    return values(
      words.map((word) => ({ word })),
      current,
    )
  }
  const kind = pathKinds[name]
  return kind === undefined ? nothing : files(kind, current, context)
}

const files = (kind: PathKind, current: string, { cwd }: CompletionContext): Candidates => ({
  kind: 'files',
  found: pathsFor(kind, current, cwd).map((word) => ({ word })),
})

const prefixed = (prefix: string, { kind, found }: Candidates): Candidates => ({
  kind,
  found: found.map((candidate) => ({ ...candidate, word: `${prefix}${candidate.word}` })),
})
