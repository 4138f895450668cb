// Events of one search, as samplers and schedulers fold them.
import type { Configuration } from './decision.js'

/** What has become known, in the order of the virtual clock; the same events rebuild the same state. */
export type SearchEvent =
  /** A trial was handed out (by this sampler or by `enqueue`) and is pending. */
  | { readonly kind: 'proposed'; readonly trial: number; readonly configuration: Configuration }
  /** A value at an intermediate fidelity. */
  | {
      readonly kind: 'progressed'
      readonly trial: number
      readonly fidelity: number
      readonly values: readonly number[]
    }
  /** A trial ended; `values` (one an objective) is absent where it diverged or failed, and nothing else is known of it then. */
  | {
      readonly kind: 'finished'
      readonly trial: number
      readonly configuration: Configuration
      readonly values?: readonly number[]
    }
