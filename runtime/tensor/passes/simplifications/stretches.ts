// Slices as stretches by axis: what laws about slices share.
import type { OperationNode, Value } from '../../graph.js'
import type { Stretch } from '../../vocabulary.js'
import { numbersAt } from './simplification.js'

/** The stretches of a slice. */
export function stretchesOf(slice: OperationNode): readonly Required<Stretch>[] {
  const [starts, ends, steps] = ['starts', 'ends', 'steps'].map((name) => numbersAt(slice, name))
  return numbersAt(slice, 'axes').map((axis, place) => ({
    axis,
    start: starts?.[place] ?? 0,
    end: ends?.[place] ?? 0,
    step: steps?.[place] ?? 1,
  }))
}

/** Whether a stretch is all of its axis. */
export const isWhole = ({ type }: Value, { axis, start, end, step }: Required<Stretch>): boolean =>
  start === 0 && step === 1 && end === type.shape[axis]
