// What a surrogate sees of a configuration: the sequence of modules it picks, as counts of n-grams or of hashed words.
import { domainSize, valueKey } from '../space/domain.js'
import type { ModuleTree, Resolved, ResolvedOption } from '../space/module-tree.js'
import type { Specified } from '../space/search-space.js'
import { unreachable } from '../support/invariant.js'
import { cellsOf } from './cells.js'

/** Cells that a continuous choice is cut into before it becomes part of a word. */
const coarse = 8

/**
 * The flat sequence of modules: one word for each decided hyperparameter and training option, in the order of decision, then one for each
 * layer with all its options, depth first. A residual body's first module is marked; a parallel tree opens with its merge.
 */
export function wordsOf(specified: Specified): readonly string[] {
  const values = coarseValues(specified)
  const words: string[] = []
  const model = specified.model
  const inModel = model === undefined ? () => false : pathsBelow(specified)
  for (const { path } of specified.decisions) {
    if (!inModel(path)) words.push(`${path}=${values.get(path) ?? ''}`)
  }
  if (model !== undefined) addTree(model, values, words)
  return words
}

/** Decisions that are neither hyperparameters nor training options belong to the model. */
function pathsBelow(specified: Specified): (path: string) => boolean {
  const training = specified.training?.path
  return (path) =>
    !Object.hasOwn(specified.hyperparameters, path) &&
    !(training !== undefined && (path === training || path.startsWith(`${training}.`)))
}

/** Values by path, as words show them. */
type Coarse = ReadonlyMap<string, string>

function coarseValues(specified: Specified): Coarse {
  const values = new Map<string, string>()
  for (const { path, domain } of specified.decisions) {
    const value = specified.configuration[path]
    if (value === undefined) continue
    const fine = domain.kind === 'values' || domainSize(domain) <= coarse
    values.set(path, fine ? valueKey(value) : `~${String(cellsOf(domain, coarse).cellOf(value))}`)
  }
  return values
}

function addTree(tree: ModuleTree, values: Coarse, words: string[]): void {
  switch (tree.kind) {
    case 'layer':
      words.push(wordOf(tree.layer, values))
      return
    case 'sequence':
      for (const child of tree.children) addTree(child, values, words)
      return
    case 'residual': {
      const start = words.length
      addTree(tree.body, values, words)
      words[start] = `residual(${words[start] ?? ''})`
      return
    }
    case 'parallel':
      words.push(`parallel(${tree.merge},${String(tree.branches.length)})`)
      for (const branch of tree.branches) addTree(branch, values, words)
      return
    default:
      unreachable(tree)
  }
}

function wordOf({ definition, options, path }: Resolved, values: Coarse): string {
  let word = `${definition.kind}(`
  for (const name in options) {
    const option = options[name]
    if (option !== undefined)
      word += `${name}=${values.get(`${path}.${name}`) ?? showOption(option, values)},`
  }
  return `${word})`
}

function showOption(option: ResolvedOption, values: Coarse): string {
  if (typeof option === 'number')
    return String(Number.isInteger(option) ? option : Number(option.toPrecision(3)))
  if (typeof option !== 'object') return valueKey(option)
  if ('definition' in option) return wordOf(option, values)
  const items: readonly (Resolved | number | string | boolean)[] = option
  return items.map((item) => showOption(item, values)).join('+')
}

/** Whether a word is a module that changes nothing. */
export const isIdentity = (word: string): boolean => word === 'identity()'

/** Counts of all n-grams of consecutive words, n = 1 … `longest`; identities are passed over. */
export function ngramCounts(words: readonly string[], longest: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const kept = words.filter((word) => !isIdentity(word))
  for (let start = 0; start < kept.length; start += 1) {
    let gram = ''
    for (let end = start; end < Math.min(kept.length, start + longest); end += 1) {
      gram += `\n${kept[end] ?? ''}`
      counts.set(gram, (counts.get(gram) ?? 0) + 1)
    }
  }
  return counts
}

/** Counts of words, of pairs of neighbours and of single options, each hashed into one of `buckets`. */
export function hashedCounts(words: readonly string[], buckets: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  const add = (text: string): void => {
    const bucket = hash(text) % buckets
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  words.forEach((word, index) => {
    const open = word.indexOf('(')
    const kind = open < 0 ? word : word.slice(0, open)
    add(kind)
    const previous = words[index - 1]
    if (previous !== undefined) add(`${previous.split('(')[0] ?? ''}>${kind}`)
    if (open >= 0) for (const option of word.slice(open + 1, -1).split(',')) add(`${kind}/${option}`)
  })
  return counts
}

/** FNV-1a over UTF-16 units (Fowler, Noll and Vo), 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  }
  return state >>> 0
}
