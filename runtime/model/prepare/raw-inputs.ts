// How raw rows enter a graph: all plain numbers as one tensor, all categories as one of codes, each shaped column by itself.
import type { Column, Dataset } from '../../data/dataset.js'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { sizeOf } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import { tensorFrom, type Tensor } from '../../tensor/tensor.js'
import { tensorType } from '../../tensor/tensor-type.js'
import type { ColumnType } from './prepare.js'

/** Symbol of the batch axis. */
export const batchAxis = 'batch'

/** One input of a graph of raw rows. */
export interface RawInput {
  /** `features`, `categories`, or the name of a shaped column. */
  readonly name: string
  readonly element: 'float32' | 'int64'
  /** Shape of one row. */
  readonly shape: readonly number[]
  /** Indices of the columns inside, in order. */
  readonly columns: readonly number[]
}

/** Inputs for columns of these types; those without columns are left out. */
export function rawInputs(types: readonly ColumnType[]): readonly RawInput[] {
  const indices = types.map((_, index) => index)
  const plain = indices.filter((index) => types[index]?.kind === 'real' && types[index]?.shape.length === 0)
  const codes = indices.filter((index) => types[index]?.kind === 'category')
  const shaped = indices.filter((index) => types[index]?.kind === 'real' && types[index]?.shape.length !== 0)
  return [
    ...(plain.length === 0 ? [] : [input('features', 'float32', [plain.length], plain)]),
    ...(codes.length === 0 ? [] : [input('categories', 'int64', [codes.length], codes)]),
    ...shaped.map((index) => {
      const { name = '', shape = [] } = types[index] ?? {}
      const clashes = name === 'features' || name === 'categories'
      return input(clashes ? `${name}_values` : name, 'float32', shape, [index])
    }),
  ]
}

const input = (
  name: string,
  element: RawInput['element'],
  shape: readonly number[],
  columns: readonly number[],
): RawInput => ({ name, element, shape, columns })

/** Input leaves and, by column index, the value of each column: float32 [batch, …shape] or int64 [batch]. */
export function inputColumns(
  graph: Builder,
  inputs: readonly RawInput[],
): { readonly leaves: readonly Value[]; readonly columns: ReadonlyMap<number, Value> } {
  const columns = new Map<number, Value>()
  const leaves = inputs.map(({ name, element, shape, columns: inside }) => {
    const leaf = graph.input(name, tensorType(element, [batchAxis, ...shape]))
    const isTable = shape.length === 1 && (element === 'int64' || name === 'features')
    for (const [place, column] of inside.entries()) {
      columns.set(column, isTable ? columnAt(graph, leaf, place) : leaf)
    }
    return leaf
  })
  return { leaves, columns }
}

const columnAt = (graph: Builder, table: Value, place: number): Value =>
  graph.squeeze(graph.slice(table, [{ axis: 1, start: place, end: place + 1 }]), [1])

/** What is fed for some rows of a data set. */
export function feedsFor(
  inputs: readonly RawInput[],
  dataset: Dataset,
  rows: ArrayLike<number>,
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(inputs.map((each) => [each.name, feedFor(each, dataset, rows)]))
}

function feedFor({ element, shape, columns }: RawInput, dataset: Dataset, rows: ArrayLike<number>): Tensor {
  const taken = columns.map((index) => columnOf(dataset, index))
  const dims = [rows.length, ...shape]
  if (element === 'float32') return tensorFrom('float32', dims, realsOf(taken, sizeOf(shape), rows))
  const data = new BigInt64Array(rows.length * columns.length)
  for (const [place, column] of taken.entries()) {
    if (column.kind !== 'category') continue
    for (let row = 0; row < rows.length; row += 1) {
      data[row * columns.length + place] = BigInt(column.codes[rows[row] ?? 0] ?? -1)
    }
  }
  return tensorFrom('int64', dims, data)
}

function realsOf(columns: readonly Column[], width: number, rows: ArrayLike<number>): Float32Array {
  const data = new Float32Array(rows.length * width)
  const size = width / columns.length
  for (const [place, column] of columns.entries()) {
    if (column.kind !== 'real') continue
    for (let row = 0; row < rows.length; row += 1) {
      const from = (rows[row] ?? 0) * size
      if (size === 1) data[row * width + place] = column.values[from] ?? 0
      else data.set(column.values.subarray(from, from + size), row * width)
    }
  }
  return data
}

function columnOf(dataset: Dataset, index: number): Column {
  const column = dataset.columns[index]
  if (column === undefined) throw new InvariantError(`a data set without column ${index}`)
  return column
}
