// Where a training blew up: the step, told by the losses of a chunk, and the layer, told by taking the chunk's steps again with all
// layers watched.
import { brokenOutputs } from '../model/forward.js'
import type { Chunk } from './chunk-feeds.js'
import type { ChunkResult, TrainingSession } from './training-session.js'
import type { Member } from './member.js'

/** A loss so many times the first one (or 1, where that is less) has exploded: nothing that a training does on purpose comes near. */
const explosion = 1e6

/** One member of a call, by its slot. */
export interface Place {
  readonly slot: number
  /** Slots of the call. */
  readonly width: number
  readonly steps: number
}

/** The first step of a chunk (from 0) with a loss that is not finite or has exploded, and what it is; nothing where all is well. */
export function brokenStep(
  losses: Float32Array,
  { slot, width, steps }: Place,
  firstLoss: number,
): { readonly step: number; readonly loss: number } | undefined {
  const limit = explosion * Math.max(1, firstLoss)
  for (let step = 0; step < steps; step += 1) {
    const loss = losses[step * width + slot] ?? Number.NaN
    if (!Number.isFinite(loss) || loss > limit) return { step, loss }
  }
  return undefined
}

/** In words: what the loss is, at which step of the training (from 1). */
export const sayLoss = (loss: number, step: number): string =>
  Number.isFinite(loss)
    ? `loss has exploded to ${loss.toExponential(1)} at step ${String(step)}`
    : `loss is not finite at step ${String(step)}`

/**
 * In words: the first layer, in the first step up to the broken one, whose outputs are not finite; where all outputs of these steps are
 * finite, that the loss itself is not. Empty where the loss is finite, or the repetition (other bits) does not blow up.
 */
export async function originOf(
  member: Member,
  chunk: Chunk,
  place: Place & { readonly broken: number },
  open: (observed: readonly string[]) => Promise<TrainingSession>,
): Promise<string> {
  const session = await open([brokenOutputs])
  const result = await session.run({ ...chunk, steps: place.broken + 1 })
  const found = firstBroken(session.observes, result, place)
  if (found !== undefined) {
    const step = member.step + found.step + 1
    return `; it began in layer '${found.layer}' at step ${String(step)}`
  }
  const loss = result.losses[place.broken * place.width + place.slot] ?? Number.NaN
  return Number.isFinite(loss) ? '' : '; the outputs of all layers are finite, the loss of them is not'
}

function firstBroken(
  observes: TrainingSession['observes'],
  { observed }: ChunkResult,
  { slot, width, broken }: Place & { readonly broken: number },
): { readonly layer: string; readonly step: number } | undefined {
  for (let step = 0; step <= broken; step += 1) {
    const from = (step * width + slot) * observes.length
    const index = observes.findIndex((_, place) => !Number.isFinite(observed[from + place]))
    const layer = observes[index]?.layer
    if (layer !== undefined) return { layer, step }
  }
  return undefined
}
