// Splitting a pool further: the rows that train, those that stop early and those that select or measure.
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { RandomStream } from '../support/random.js'
import { partition, type By } from './partition.js'
import type { Rows } from './protocol.js'

/** Fractions of a pool by purpose; `stop` only where early stopping is wanted. */
export interface InnerFractions {
  readonly train: number
  readonly other: number
  readonly stop?: number
}

export interface InnerSplit {
  readonly train: Rows
  /** Selects or measures. */
  readonly other: Rows
  readonly stop?: Rows
}

/** Splits `rows` as their pool was split, disjointly. @throws SpecError rows-exceed-pool, empty-rows */
export function splitInner(
  data: DataDescriptor,
  rows: Rows,
  fractions: InnerFractions,
  by: By,
  random: RandomStream,
): InnerSplit {
  const { train, other, stop = 0 } = fractions
  if (train + other + stop > 1 + 1e-9) {
    throw new SpecError(
      'rows-exceed-pool',
      `the fractions of a pool sum to ${Number((train + other + stop).toFixed(6))}; 1 was expected at most`,
      { hint: 'lower one of the fractions under `rows`' },
    )
  }
  // In time: train first, then stop, then select, so that nothing is judged on its past.
  const wanted = stop > 0 ? [train, stop, other] : [train, other]
  const parts = partition({ data, rows, fractions: wanted, by }, random)
  const [trainRows, middle, last] = parts
  const found =
    stop > 0 ? { train: trainRows, stop: middle, other: last } : { train: trainRows, other: middle }
  return {
    train: notEmpty(found.train, 'train', train, rows.length),
    other: notEmpty(found.other, 'select', other, rows.length),
    ...(stop > 0 ? { stop: notEmpty(found.stop, 'stop', stop, rows.length) } : {}),
  }
}

/** Takes the rows that stop early out of a pool that trains. @throws SpecError empty-rows */
export function splitStop(
  data: DataDescriptor,
  rows: Rows,
  stop: number,
  by: By,
  random: RandomStream,
): { readonly train: Rows; readonly stop?: Rows } {
  if (stop <= 0) return { train: rows }
  const [train, stopping] = partition({ data, rows, fractions: [1 - stop, stop], by }, random)
  return {
    train: notEmpty(train, 'train', 1 - stop, rows.length),
    stop: notEmpty(stopping, 'stop', stop, rows.length),
  }
}

function notEmpty(rows: Rows | undefined, purpose: string, fraction: number, of: number): Rows {
  if (rows !== undefined && rows.length > 0) return rows
  throw new SpecError('empty-rows', `'${purpose}: ${fraction}' of a pool of ${of} rows leaves none`, {
    hint: 'give it a larger fraction, or use more data',
  })
}
