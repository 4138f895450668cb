// The target column: class labels or numbers, never missing, never one class alone.
import type { WrittenType } from './column-list.js'
import { DataError } from './data-error.js'
import type { Column, Target } from './dataset.js'
import type { RawColumn } from './raw-table.js'
import { placeOf, typeColumn, type Origin } from './typed-column.js'

/** Whole numbers in text with at most this many values are read as class labels; chosen here: ratings and digits are, ages and prices are not. */
const mostClasses = 20

/**
 * Types the target: text is a class; numbers are classes where they are whole with at most 20 values (or come from an array of
 * integers), else real; `name as category` or `name as real` decides by hand.
 * @throws DataError missing-target-value, one-class-target, constant-target, shaped-target
 */
export function assembleTarget(raw: RawColumn, as: WrittenType | undefined, origin: Origin): Target {
  const real = raw.kind === 'numbers' && raw.shape.length > 0
  if (real) {
    throw new DataError(
      'shaped-target',
      'target',
      `the target '${raw.name}' has entries of shape ${raw.shape.join('×')}; one value a row was expected`,
      'name a column of scalars',
    )
  }
  const column = typeColumn(raw, as ?? (isLabels(raw, origin) ? 'category' : undefined), origin)
  return column.kind === 'category' ? classTarget(column, origin) : realTarget(raw, column, origin)
}

function isLabels(raw: RawColumn, origin: Origin): boolean {
  const column = typeColumn(raw, undefined, origin)
  if (column.kind === 'category') return true
  const values = new Set(column.values.filter((value) => !Number.isNaN(value)))
  const whole = [...values].every(Number.isInteger)
  return whole && (values.size <= mostClasses || (raw.kind === 'numbers' && raw.integer))
}

function classTarget(column: Column & { kind: 'category' }, origin: Origin): Target {
  checkPresent(column.codes.indexOf(-1), column.codes.filter((code) => code < 0).length, column.name, origin)
  if (column.categories.length < 2) {
    throw new DataError(
      'one-class-target',
      'target',
      `the target '${column.name}' has the one class '${column.categories[0] ?? ''}'; two or more were expected`,
      'name another target, or add rows of other classes',
    )
  }
  return { kind: 'class', name: column.name, codes: column.codes, classes: column.categories }
}

function realTarget(raw: RawColumn, column: Column & { kind: 'real' }, origin: Origin): Target {
  const row = column.values.findIndex((value) => Number.isNaN(value))
  checkPresent(row, column.values.filter((value) => Number.isNaN(value)).length, column.name, origin)
  if (column.values.every((value) => value === column.values[0])) {
    throw new DataError(
      'constant-target',
      'target',
      `every row has the target ${column.values[0] ?? 0}; there is nothing to learn`,
      'name another target',
    )
  }
  const values = raw.kind === 'numbers' ? Float64Array.from(raw.values) : Float64Array.from(raw.cells, Number)
  return { kind: 'real', name: column.name, values }
}

function checkPresent(row: number, count: number, name: string, origin: Origin): void {
  if (row < 0) return
  throw new DataError(
    'missing-target-value',
    'target',
    `${placeOf(row, origin)}: the target '${name}' is missing${count > 1 ? ` (and in ${count - 1} more rows)` : ''}`,
    'targets are never imputed: remove such rows',
  )
}
