// The contract of projections: how a few trained numbers become a move of all weights.
import type { Value } from '../../../tensor/graph.js'
import type { ReparametrizationContext } from '../reparametrization.js'

/** Sizes of a subspace: its d, and the D entries of the parameters that it moves. */
export interface SubspaceSizes {
  readonly dimension: number
  readonly entries: number
}

/** A fixed random linear map P, drawn anew for every training seed from a stream of its own. */
export interface Projection {
  /** As written after `projection:`. */
  readonly kind: string
  /** Why it cannot have these sizes, in one sentence. */
  refuses(sizes: SubspaceSizes): string | undefined
  /** Work of a step, in multiply-adds of a product of matrices. */
  work(sizes: SubspaceSizes): number
  /** P·z `[D]` for `point`, z as `[1, d]`. */
  move(point: Value, sizes: SubspaceSizes, context: ReparametrizationContext): Value
}

/** The largest whole number below which float32, the type of all states, holds each. */
export const largestPlace = 2 ** 24

/** A projection that keeps places of weights as numbers can number only so many. */
export const beyondPlaces = (kind: string, entries: number): string | undefined =>
  entries > largestPlace
    ? `a ${kind} subspace moves at most ${String(largestPlace)} weights, there are ${String(entries)}`
    : undefined
