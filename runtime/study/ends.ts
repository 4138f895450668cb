// What a lost worker means for the segments that it held: tried again, alone or together, or given up with an end of their own.
import type { RecordedEnd } from '../store/record.js'
import type { LossCause } from './workers/engine.js'

/** What becomes of one segment of a lost job. */
export type Consequence =
  { readonly kind: 'again'; readonly alone: boolean } | { readonly kind: 'end'; readonly end: RecordedEnd }

const again = (alone: boolean): Consequence => ({ kind: 'again', alone })
const ends = (end: RecordedEnd): Consequence => ({ kind: 'end', end })

/** Dispatches of one segment, at most, by cause of the loss. */
const attemptsAllowed: Readonly<Record<LossCause, number>> = {
  // Killed from outside: preemption, a shutdown, someone's `kill`. Not the segment's fault.
  signal: 6,
  // A crash of native code may be chance; three in a row are not.
  crash: 3,
  // Memory may have been short because of others; once more, then it is the segment's own.
  out_of_memory: 2,
  stalled: 2,
  // The limit is the limit.
  timed_out: 1,
  cancelled: 1,
}

const endOf: Readonly<Record<LossCause, RecordedEnd>> = {
  signal: 'preempted',
  crash: 'failed',
  out_of_memory: 'out_of_memory',
  stalled: 'timed_out',
  timed_out: 'timed_out',
  cancelled: 'cancelled',
}

/** Decides after a loss; `attempts` counts dispatches so far, `companions` the other segments of the job. */
export function consequenceOf(cause: LossCause, attempts: number, companions: number): Consequence {
  // In company nobody knows whose fault it was: each is tried alone, and then judged by its own attempts.
  if (companions > 0 && cause !== 'signal') return again(true)
  return attempts < attemptsAllowed[cause]
    ? again(companions === 0 && cause !== 'signal')
    : ends(endOf[cause])
}
