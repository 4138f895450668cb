// From a raw table and its declaration to a data set: columns chosen and typed, target, groups and times set apart, content coded.
import { digestOf, digestOfBytes } from '../support/digest.js'
import { chooseColumn, chooseColumns, type ChosenColumn } from './column-list.js'
import { contentCodes, wordsOf, type RowWords } from './contents.js'
import { DataError, type DataField } from './data-error.js'
import type { Column, Dataset, Target } from './dataset.js'
import type { RawColumn, RawTable } from './raw-table.js'
import { assembleTarget } from './target.js'
import { ranksOf } from './times.js'
import { typeColumn, type Origin } from './typed-column.js'

/** What a declaration says about columns. */
export interface ColumnRoles {
  readonly source: string
  readonly target?: string
  readonly columns?: readonly string[]
  readonly group?: string
  readonly time?: string
}

/** @throws DataError for each thing that can be wrong with columns or cells */
export function assemble(table: RawTable, roles: ColumnRoles): Dataset {
  const names = table.columns.map((column) => column.name)
  const origin = (field: DataField): Origin => ({
    source: roles.source,
    field,
    ...(table.lines === undefined ? {} : { lines: table.lines }),
  })
  if (table.rows === 0) {
    throw new DataError(
      'empty-file',
      'file',
      `'${roles.source}' has no data rows`,
      'at least one row is needed',
    )
  }
  const target = targetColumn(roles, names)
  const group = roles.group === undefined ? undefined : chooseColumn(roles.group, names, 'group')
  const time = roles.time === undefined ? undefined : chooseColumn(roles.time, names, 'time')
  const reserved = [group, time].flatMap((column) => (column === undefined ? [] : [column.name]))
  const features = chooseColumns(roles.columns, names, target.name, reserved)
  const raw = (chosen: ChosenColumn): RawColumn => rawOf(table, chosen.name)

  return finish(roles.source, table, {
    columns: features.map((chosen) => typeColumn(raw(chosen), chosen.as, origin('columns'))),
    target: assembleTarget(raw(target), target.as, origin('target')),
    groups: group === undefined ? undefined : groupsOf(raw(group), origin('group')),
    times: time === undefined ? undefined : ranksOf(raw(time), origin('time')),
  })
}

interface Parts {
  readonly columns: readonly Column[]
  readonly target: Target
  readonly groups: Dataset['groups']
  readonly times: Dataset['times']
}

function finish(source: string, table: RawTable, { columns, target, groups, times }: Parts): Dataset {
  const targetValues = target.kind === 'class' ? target.codes : target.values
  const arrays = [
    ...columns.map((column) => (column.kind === 'real' ? column.values : column.codes)),
    targetValues,
    ...(groups === undefined ? [] : [groups.codes]),
    ...(times === undefined ? [] : [times]),
  ]
  const parts: readonly RowWords[] = arrays.map((array) => wordsOf(array, array.length / table.rows))
  return {
    source,
    digest: contentDigest(table.rows, columns, target, arrays),
    rows: table.rows,
    columns,
    target,
    contents: contentCodes(table.rows, parts),
    bytes: arrays.reduce((sum, array) => sum + array.byteLength, 0),
    ...(groups === undefined ? {} : { groups }),
    ...(times === undefined ? {} : { times }),
    ...(table.lines === undefined ? {} : { lines: Int32Array.from(table.lines) }),
  }
}

function contentDigest(
  rows: number,
  columns: readonly Column[],
  target: Target,
  arrays: readonly (Float32Array | Float64Array | Int32Array)[],
): string {
  return digestOf({
    rows,
    columns: columns.map((column) =>
      column.kind === 'real'
        ? {
            name: column.name,
            shape: column.shape,
            ...(column.symbols === undefined ? {} : { symbols: column.symbols }),
          }
        : { name: column.name, categories: column.categories },
    ),
    target: { name: target.name, classes: target.kind === 'class' ? target.classes : null },
    content: arrays.map((array) =>
      digestOfBytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
    ),
  })
}

function targetColumn(roles: ColumnRoles, names: readonly string[]): ChosenColumn {
  if (roles.target !== undefined) return chooseColumn(roles.target, names, 'target')
  if (names.includes('target')) return { name: 'target' }
  throw new DataError(
    'no-target',
    'target',
    `'${roles.source}' has no column called 'target', and none is named`,
    `write \`target:\` with one of its columns: ${names.slice(-5).join(', ')}`,
  )
}

function rawOf(table: RawTable, name: string): RawColumn {
  const found = table.columns.find((column) => column.name === name)
  if (found === undefined) throw new DataError('unknown-column', 'columns', `there is no column '${name}'`)
  return found
}

function groupsOf(raw: RawColumn, origin: Origin): NonNullable<Dataset['groups']> {
  const column = typeColumn(raw, 'category', origin)
  const codes = column.kind === 'category' ? column.codes : new Int32Array()
  const names = column.kind === 'category' ? column.categories : []
  const row = codes.indexOf(-1)
  if (row < 0) return { codes, names }
  throw new DataError(
    'missing-group',
    'group',
    `row ${row + 1} has no value in the group column '${raw.name}'`,
    'give every row a group, or leave such rows out',
  )
}
