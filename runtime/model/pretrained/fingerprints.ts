// Fingerprints of rows: what a model file says of the rows that it was trained on, without giving them away. They depend on content
// alone, so that a later file of data can be asked which of its rows a model has seen.
import { createHash, type Hash } from 'node:crypto'
import type { Json } from '../../../schemas/json.js'
import type { Column, Dataset } from '../../data/dataset.js'
import { sizeOf } from '../../support/shape.js'

/** Bytes of a fingerprint: among 10¹⁰ pairs of different rows, 1 in 30,000 data sets has a pair that looks alike. */
const length = 6

/** What a model file says of the rows behind it, those behind a frozen model inside of it among them. */
export function originMetadata(
  dataset: Dataset,
  rows: { readonly train: ArrayLike<number>; readonly stop?: ArrayLike<number> },
  frozen: Readonly<Record<string, string>> = {},
): Readonly<Record<string, Json>> {
  const seen = new Set([...Array.from(rows.train), ...Array.from(rows.stop ?? [])])
  const columns = dataset.columns.map(({ name }) => name)
  // Sorted and each once: nothing is told of order.
  const prints = [
    ...new Set([...fingerprintsOf(dataset, columns, [...seen]), ...(printsIn(frozen) ?? [])]),
  ].sort()
  return { target: dataset.target.name, trained_on: prints.join('') }
}

/** Rows of a data set that a model was trained on; undefined where its file does not say. */
export function rowsSeenBy(
  metadata: Readonly<Record<string, string>>,
  columns: readonly string[],
  dataset: Dataset,
): readonly number[] | undefined {
  const told = printsIn(metadata)
  if (told === undefined) return undefined
  const known = new Set(told)
  const all = Array.from({ length: dataset.rows }, (_, row) => row)
  const prints = fingerprintsOf(dataset, columns, all)
  return all.filter((row) => known.has(prints[row] ?? ''))
}

/** Whether a model file says of all of its parts which rows they were trained on: a frozen model inside may say nothing. */
export function tellsAllRows(metadata: Readonly<Record<string, string>>): boolean {
  if (printsIn(metadata) === undefined) return false
  try {
    const frozen: unknown = JSON.parse(metadata['frozen'] ?? 'null')
    return !(typeof frozen === 'object' && frozen !== null && 'tells_rows' in frozen && !frozen.tells_rows)
  } catch {
    return true
  }
}

/** Fingerprints that a model file carries; undefined where it says nothing. */
const printsIn = ({ trained_on: text }: Readonly<Record<string, string>>): readonly string[] | undefined =>
  text === undefined || text.length % (length * 2) !== 0
    ? undefined
    : (text.match(new RegExp(`.{${String(length * 2)}}`, 'g')) ?? [])

/** Fingerprints of rows, over these columns and the target, in hexadecimal. */
function fingerprintsOf(
  dataset: Dataset,
  names: readonly string[],
  rows: readonly number[],
): readonly string[] {
  const columns = [...names]
    .sort()
    .map((name) => dataset.columns.find((column) => column.name === name))
    .filter((column) => column !== undefined)
  const head = JSON.stringify(columns.map(({ name }) => name))
  return rows.map((row) => {
    const hash = createHash('sha256').update(head)
    for (const column of columns) addEntry(hash, column, row)
    addTarget(hash, dataset, row)
    return hash.digest('hex').slice(0, length * 2)
  })
}

function addEntry(hash: Hash, column: Column, row: number): void {
  if (column.kind === 'category') {
    hash.update(JSON.stringify(column.categories[column.codes[row] ?? -1] ?? null))
    return
  }
  const size = sizeOf(column.shape)
  hash.update(column.values.subarray(row * size, (row + 1) * size))
}

function addTarget(hash: Hash, { target }: Dataset, row: number): void {
  const value = target.kind === 'class' ? target.classes[target.codes[row] ?? -1] : target.values[row]
  hash.update(JSON.stringify(value ?? null))
}
