// From a declaration to a data set in memory: a shipped set by name, or a file of the user's.
import { totalmem } from 'node:os'
import { assemble, type ColumnRoles } from './assemble.js'
import { DataError } from './data-error.js'
import type { Dataset } from './dataset.js'
import { dataFormatOf, namesDataFile } from '../support/data-format.js'
import { suggest } from '../support/did-you-mean.js'
import type { RawTable } from './raw-table.js'
import { readDataFile, tooLarge } from './sources/file.js'
import { shippedSets } from './sources/shipped.js'
import { blockColumn, type TextWindows } from './sources/text.js'

/** What a plan or a specification declares of one task's data; a `DataDeclaration` is one. */
export interface DataSource {
  readonly dataset?: string
  readonly file?: string
  /** A column, or the file of the labels beside an array file. */
  readonly target?: string
  readonly columns?: readonly string[]
  readonly group?: string
  readonly time?: string
  /** How a text is cut into rows. */
  readonly windows?: TextWindows
}

export interface LoadOptions {
  /** Folder from which relative paths are read: the project root. */
  readonly root: string
  /** Bytes that decoded data may take; by default half of the machine's memory. */
  readonly memory?: number
}

/**
 * Loads declared data, whole and checked.
 * @throws DataError unknown-dataset, no-data, windows-without-text, data-too-large, and what sources and columns throw
 */
export async function loadData(declaration: DataSource, options: LoadOptions): Promise<Dataset> {
  const memory = options.memory ?? totalmem() / 2
  const { dataset, file } = declaration
  if (dataset !== undefined && file !== undefined) {
    throw new DataError('no-data', 'file', 'both `dataset` and `file` are given; one of them was expected')
  }
  if (declaration.windows !== undefined && (file === undefined || dataFormatOf(file) !== '.txt')) {
    throw new DataError(
      'windows-without-text',
      'windows',
      `'${file ?? dataset ?? ''}' is no text, and only texts are cut into windows`,
      'leave out `windows`, or name a .txt file',
    )
  }
  if (dataset !== undefined) {
    const set = shippedSets[dataset]
    if (set !== undefined && Object.hasOwn(shippedSets, dataset))
      return assemble(await set.read(options.root), rolesOf(declaration, dataset))
    const hint = suggest(dataset, Object.keys(shippedSets))
    throw new DataError('unknown-dataset', 'dataset', `there is no data set called '${dataset}'`, hint)
  }
  if (file === undefined) throw new DataError('no-data', 'dataset', 'neither `dataset` nor `file` is given')
  const loaded = await loadFile(file, declaration, options.root, memory)
  if (loaded.bytes > memory) throw tooLarge(file, loaded.bytes, memory, 'file')
  return loaded
}

async function loadFile(
  file: string,
  declaration: DataSource,
  root: string,
  memory: number,
): Promise<Dataset> {
  const { target, windows } = declaration
  const table = await readDataFile(file, {
    root,
    memory,
    field: 'file',
    ...(windows === undefined ? {} : { windows }),
  })
  const isColumn = table.columns.some((column) => column.name === target)
  if (target === undefined || isColumn || !namesDataFile(target))
    return assemble(table, rolesOf(declaration, file))
  const labels = await readDataFile(target, { root, memory, field: 'target' })
  return assemble(withTarget(table, labels, file, target), {
    ...rolesOf(declaration, file),
    target: 'target',
  })
}

/** Puts the one column of a label file beside the columns of its images. */
function withTarget(table: RawTable, labels: RawTable, file: string, target: string): RawTable {
  const [column, ...others] = labels.columns
  if (column === undefined || others.length > 0) {
    throw new DataError('shaped-target', 'target', `'${target}' should hold one label a row`)
  }
  if (labels.rows !== table.rows) {
    throw new DataError(
      'unequal-rows',
      'target',
      `'${target}' has ${labels.rows} rows, '${file}' ${table.rows}; as many were expected`,
    )
  }
  return { ...table, columns: [...table.columns, { ...column, name: 'target' }] }
}

/** Windows of a text are in order of their blocks, unless told. */
const rolesOf = (
  { target, columns, group, windows, time = windows === undefined ? undefined : blockColumn }: DataSource,
  source: string,
): ColumnRoles => ({
  source,
  ...(target === undefined ? {} : { target }),
  ...(columns === undefined ? {} : { columns }),
  ...(group === undefined ? {} : { group }),
  ...(time === undefined ? {} : { time }),
})
