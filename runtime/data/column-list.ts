// `columns:` and `target:` as written: names, `*` for all the others, `-name` to leave one out, `name as category` to type one.
import { DataError, type DataField } from './data-error.js'
import { suggest } from '../support/did-you-mean.js'

export type WrittenType = 'category' | 'real'

/** One column, with the type that the author insists on. */
export interface ChosenColumn {
  readonly name: string
  readonly as?: WrittenType
}

/**
 * Feature columns in order. Without `written`, or for `*`, all columns that are not reserved (target, group, time).
 * A column whose name is exactly the item wins over the `-` and ` as ` readings.
 * @throws DataError unknown-column, duplicate-column, target-as-feature, no-features
 */
export function chooseColumns(
  written: readonly string[] | undefined,
  names: readonly string[],
  target: string,
  reserved: readonly string[],
): readonly ChosenColumn[] {
  const items = (written ?? ['*']).map((item) => readItem(item, names, 'columns'))
  const mentioned = new Set(items.flatMap((item) => (item.all ? [] : [item.name])))
  const listed = items.every((item) => item.removed)
    ? [{ all: true, removed: false, name: '*' }, ...items]
    : items
  const chosen = listed.flatMap((item): readonly ChosenColumn[] => {
    if (item.removed) return []
    if (!item.all)
      return ['as' in item && item.as !== undefined ? { name: item.name, as: item.as } : { name: item.name }]
    return names
      .filter((name) => name !== target && !reserved.includes(name) && !mentioned.has(name))
      .map((name) => ({ name }))
  })
  checkChosen(chosen, target)
  return chosen
}

/** A single column: `target`, `group` or `time`. @throws DataError unknown-column */
export function chooseColumn(written: string, names: readonly string[], field: DataField): ChosenColumn {
  const { name, as } = readItem(written, names, field)
  return as === undefined ? { name } : { name, as }
}

interface Item {
  readonly name: string
  readonly all: boolean
  readonly removed: boolean
  readonly as?: WrittenType
}

function readItem(item: string, names: readonly string[], field: DataField): Item {
  if (names.includes(item)) return { name: item, all: false, removed: false }
  if (item === '*' && field === 'columns') return { name: '*', all: true, removed: false }
  const removed = field === 'columns' && item.startsWith('-')
  const typed = /^(.*) as (category|real)$/.exec(item)
  const name = removed ? item.slice(1) : (typed?.[1] ?? item)
  if (!names.includes(name)) {
    throw new DataError('unknown-column', field, `there is no column '${name}'`, suggest(name, names))
  }
  if (removed || typed === null) return { name, all: false, removed }
  return { name, all: false, removed, as: typed[2] === 'real' ? 'real' : 'category' }
}

function checkChosen(chosen: readonly ChosenColumn[], target: string): void {
  const seen = new Set<string>()
  for (const { name } of chosen) {
    if (seen.has(name)) {
      throw new DataError('duplicate-column', 'columns', `column '${name}' is listed twice`, 'list it once')
    }
    seen.add(name)
  }
  if (seen.has(target)) {
    throw new DataError(
      'target-as-feature',
      'columns',
      `'${target}' is the target and cannot be a feature as well`,
      'take it out of `columns`',
    )
  }
  if (seen.size > 0) return
  throw new DataError('no-features', 'columns', 'no feature column is left', 'list at least one column')
}
