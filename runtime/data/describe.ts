// What the pure compiler learns of a data set: names, types, counts and row codes, no features.
import type { ColumnDescriptor, DataDescriptor } from '../../schemas/data-descriptor.js'
import { isMissing, type Column, type Dataset } from './dataset.js'

/** The descriptor of a loaded data set. */
export function describeData(dataset: Dataset): DataDescriptor {
  const { target, groups, times, lines } = dataset
  return {
    source: dataset.source,
    digest: dataset.digest,
    rows: dataset.rows,
    columns: dataset.columns.map((column) => describeColumn(column, dataset.rows)),
    target: {
      name: target.name,
      type: target.kind,
      ...(target.kind === 'class' ? { classes: target.classes } : {}),
    },
    contents: dataset.contents,
    bytes: dataset.bytes,
    ...(target.kind === 'class' ? { codes: target.codes } : {}),
    ...(groups === undefined ? {} : { groups: groups.codes, groupNames: groups.names }),
    ...(times === undefined ? {} : { times }),
    ...(lines === undefined ? {} : { lines }),
  }
}

function describeColumn(column: Column, rows: number): ColumnDescriptor {
  let missing = 0
  for (let row = 0; row < rows; row += 1) if (isMissing(column, row)) missing += 1
  return {
    name: column.name,
    type: column.kind,
    shape: column.kind === 'real' ? column.shape : [],
    missing,
    ...(column.kind === 'real' && column.symbols !== undefined ? { symbols: column.symbols } : {}),
    ...(column.kind === 'category' ? { categories: column.categories } : {}),
  }
}
