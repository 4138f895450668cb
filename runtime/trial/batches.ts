// Which rows make up which batch: one permutation an epoch, from a stream named by seed and epoch alone.
import type { Rows } from '../protocols/protocol.js'
import { randomStream } from '../support/random.js'

/** Batches in an epoch; the last, smaller batch is dropped. */
export const stepsPerEpoch = (rows: number, batch: number): number => Math.max(1, Math.floor(rows / batch))

/** Rows of an epoch (counted from 0) in training order; batch k is entries [k·batch, (k + 1)·batch). */
export function epochRows(seed: number, epoch: number, train: Rows): Int32Array {
  const order = randomStream(seed, 'shuffle', epoch).permutation(train.length)
  return Int32Array.from(order, (index) => train[index] ?? 0)
}
