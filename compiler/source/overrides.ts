// Values given on the command line (`--set budget.trials=24`), laid over a specification before it is validated, so that they are
// checked like written ones.
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'
import { readDocument } from './located-document.js'
import { entryOf, type LocatedEntry, type LocatedMap, type LocatedNode } from './located-node.js'
import { sourceFile, spanBetween, type SourceFile } from './source-file.js'

/** One override: a dotted path of keys (list items by number, from 0) and a value as YAML text. */
export interface Override {
  readonly path: string
  readonly value: string
  /** The option it came from, where not `--set <path>`. */
  readonly option?: string
}

/** The specification with its overrides; findings where one cannot be applied. */
export interface Overridden {
  readonly root: LocatedMap
  /** A file for each override, for printing. */
  readonly files: readonly SourceFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Applies overrides in order; a later one wins. */
export function applyOverrides(root: LocatedMap, overrides: readonly Override[]): Overridden {
  const files: SourceFile[] = []
  const found: Diagnostic[] = []
  let current = root
  for (const override of overrides) {
    const file = sourceFile(override.option ?? `--set ${override.path}`, override.value)
    files.push(file)
    const unusable = refusal(override, file)
    if (unusable !== undefined) {
      found.push(unusable)
      continue
    }
    const { root: value, diagnostics } = readDocument(file)
    found.push(...diagnostics)
    if (value === undefined) continue
    const changed = place(current, override.path.split('.'), value, file)
    if (changed?.kind === 'map') current = changed
    else found.push(misplaced(override, file))
  }
  return { root: current, files, diagnostics: found }
}

/** What is wrong with an override before its value is read. */
function refusal({ path, value }: Override, file: SourceFile): Diagnostic | undefined {
  const span = spanBetween(file, 0, file.text.length)
  if (value.trim() === '') {
    return finding('bad-override', span, `'${file.path}' has no value; expected 'path=value'.`, {
      hint: `for nothing at all write: --set ${path}=null`,
    })
  }
  if (!/\[\d+\]/.test(path)) return undefined
  return finding(
    'bad-override',
    span,
    `'${path}' counts items in brackets; expected a path joined by dots.`,
    {
      hint: `write --set ${path.replaceAll(/\.?\[(\d+)\]/g, '.$1')}=${value}`,
    },
  )
}

const misplaced = ({ path }: Override, file: SourceFile): Diagnostic =>
  finding(
    'bad-override',
    spanBetween(file, 0, file.text.length),
    `the specification has no place '${path}' to put a value at.`,
    {
      hint: 'name keys from the top, joined by dots, and list items by number: budget.trials, claims.0.at',
    },
  )

/** The node with `value` at the path; maps are made where nothing stands; undefined where the way is barred. */
function place(
  node: LocatedNode | undefined,
  path: readonly string[],
  value: LocatedNode,
  file: SourceFile,
): LocatedNode | undefined {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (step === '') return undefined
  if (node?.kind === 'list') return placeItem(node, step, rest, value, file)
  if (node?.kind === 'scalar' && node.value !== null) return undefined
  const below = place(entryOf(node, step)?.value, rest, value, file)
  if (below === undefined) return undefined
  const entry: LocatedEntry = { key: step, keyValue: step, keySpan: value.span, value: below }
  const entries = node?.kind === 'map' ? node.entries : []
  const stands = entries.some(({ key }) => key === step)
  return {
    kind: 'map',
    span: node?.span ?? value.span,
    entries: stands
      ? entries.map((old) => (old.key === step ? { ...old, value: below } : old))
      : [...entries, entry],
  }
}

function placeItem(
  list: LocatedNode & { readonly kind: 'list' },
  step: string,
  rest: readonly string[],
  value: LocatedNode,
  file: SourceFile,
): LocatedNode | undefined {
  const index = /^\d+$/.test(step) ? Number(step) : -1
  if (index < 0 || index >= list.items.length) return undefined
  const below = place(list.items[index], rest, value, file)
  if (below === undefined) return undefined
  return { ...list, items: list.items.map((item, at) => (at === index ? below : item)) }
}
