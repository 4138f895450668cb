// The tuning pool and the evaluation pool of one task and replicate.
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { DataError } from '../data/data-error.js'
import { randomStream } from '../support/random.js'
import { partition, type By } from './partition.js'
import type { ProtocolContext, Rows } from './protocol.js'

export interface Pools {
  readonly tune: Rows
  readonly evaluate: Rows
  readonly by: By
}

/** Fractions for a protocol whose data declare no pools. */
export interface DefaultPools {
  readonly tune: number
  readonly evaluate: number
}

/**
 * Draws both pools from the stream (seed, 'pools', task, replicate).
 * Without `data.pools`: the protocol's fractions, by time, group or class, whichever the data declare first, else at random.
 * @throws DataError pools-exceed-data, empty-pool, stratified-without-classes, pools-without-group, pools-without-time
 */
export function drawPools(
  context: ProtocolContext,
  task: { readonly name: string; readonly data: DataDescriptor },
  replicate: number,
  defaults: DefaultPools,
): Pools {
  const { data } = task
  const { tune, evaluate, by } = context.pools ?? { ...defaults, by: naturalBy(data) }
  checkPools(data, tune, evaluate, by)
  const rows = Uint32Array.from({ length: data.rows }, (_, row) => row)
  const stream = randomStream(context.seed, 'pools', task.name, replicate)
  const [tuneRows, evaluateRows] = partition({ data, rows, fractions: [tune, evaluate], by }, stream)
  return {
    tune: notEmpty(tuneRows, 'tuning', tune, data.rows),
    evaluate: notEmpty(evaluateRows, 'evaluation', evaluate, data.rows),
    by,
  }
}

/** How rows of this data are split when nobody says: never through a group or against time. */
export function naturalBy(data: DataDescriptor): By {
  if (data.times !== undefined) return 'time'
  if (data.groups !== undefined) return 'group'
  return data.codes === undefined ? 'random' : 'stratified'
}

function checkPools(data: DataDescriptor, tune: number, evaluate: number, by: By): void {
  if (tune + evaluate > 1 + 1e-9) {
    throw new DataError(
      'pools-exceed-data',
      'pools',
      `the pools take ${tune} + ${evaluate} of the rows; 1 in all was expected at most`,
      'lower one of the fractions',
    )
  }
  if (by === 'stratified' && data.codes === undefined) {
    throw new DataError(
      'stratified-without-classes',
      'pools',
      `the target '${data.target.name}' is a number, and 'by: stratified' needs classes`,
      'write `by: random`',
    )
  }
  if (by === 'group' && data.groups === undefined) {
    throw new DataError(
      'pools-without-group',
      'pools',
      "'by: group' needs a group column, and none is named",
      'name it with `group:` under `data`',
    )
  }
  if (by === 'time' && data.times === undefined) {
    throw new DataError(
      'pools-without-time',
      'pools',
      "'by: time' needs a time column, and none is named",
      'name it with `time:` under `data`',
    )
  }
}

function notEmpty(rows: Rows | undefined, name: string, fraction: number, of: number): Rows {
  if (rows !== undefined && rows.length > 0) return rows
  throw new DataError(
    'empty-pool',
    'pools',
    `the ${name} pool (${fraction} of ${of} rows) is empty`,
    'give it a larger fraction, or split by smaller groups',
  )
}
