// Which rows make up which batch: one permutation an epoch, from a stream named by seed and epoch alone.
import type { Rows } from '../protocols/protocol.js'
import { randomStream } from '../support/random.js'

/** Batches in an epoch: whole ones, as many as make whole updates; what is left over is dropped. */
export const stepsPerEpoch = (
  rows: number,
  { batch, accumulate = 1 }: { readonly batch: number; readonly accumulate?: number },
): number => accumulate * Math.max(1, Math.floor(rows / (batch * accumulate)))

/** Rows of an epoch (counted from 0) in training order; batch k is entries [k·batch, (k + 1)·batch). */
export function epochRows(seed: number, epoch: number, train: Rows): Int32Array {
  const order = randomStream(seed, 'shuffle', epoch).permutation(train.length)
  return Int32Array.from(order, (index) => train[index] ?? 0)
}
