// The whole protocol between the coordinator's process and its workers: plain data, one union each way.
import type { Phase, RowSets } from '../../protocols/protocol.js'
import type { SegmentOutcome } from '../../procedures/procedure.js'
import type { Configuration } from '../../space/decision.js'

/** A segment as it crosses: the configuration instead of what it specifies, the name of row sets instead of rows. */
export interface SegmentOrder {
  readonly training: string
  readonly arm: string
  readonly task: string
  readonly phase: Phase
  readonly configuration: Configuration
  readonly seed: number
  readonly rows: number
  readonly from: number
  readonly to: number
  readonly maximum: number
  readonly checkpoint?: string
  readonly checkpointOut?: string
}

export type ToWorker =
  /** First of all; answered by `ready` or `unusable`. */
  | {
      readonly kind: 'open'
      readonly planFile: string
      readonly directory: string
      readonly root: string
      readonly device: 'cpu' | 'webgpu' | 'cuda'
      readonly metrics: readonly string[]
      /** Place among the workers that run at once, from 0. */
      readonly place: number
      /** Process that the worker must not outlive. */
      readonly parent: number
    }
  /** Row sets under a number; sent once each. */
  | { readonly kind: 'rows'; readonly rows: number; readonly sets: RowSets }
  /** Answered by `progress` any number of times, then `trained` or `failed`. */
  | { readonly kind: 'train'; readonly fence: number; readonly orders: readonly SegmentOrder[] }
  /** Answered by `exported`. */
  | {
      readonly kind: 'export'
      readonly fence: number
      readonly order: SegmentOrder
      readonly file: string
    }

export type FromWorker =
  | { readonly kind: 'ready' }
  /** Nothing can be done here. */
  | { readonly kind: 'unusable'; readonly message: string; readonly hint?: string }
  | {
      readonly kind: 'progress'
      readonly fence: number
      readonly training: string
      readonly fidelity: number
      readonly metrics: Readonly<Record<string, number>>
    }
  | { readonly kind: 'trained'; readonly fence: number; readonly outcomes: readonly SegmentOutcome[] }
  | { readonly kind: 'exported'; readonly fence: number; readonly problem?: string }
