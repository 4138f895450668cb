// Small data sets written as CSV text.
import { assemble, type ColumnRoles } from '../../runtime/data/assemble.js'
import type { Dataset } from '../../runtime/data/dataset.js'
import { readCsv } from '../../runtime/data/sources/csv.js'

/** The data set of a CSV text. */
export const datasetOf = (text: string, roles: Partial<ColumnRoles> = {}): Dataset =>
  assemble(readCsv(text, 'test.csv'), { source: 'test.csv', ...roles })
