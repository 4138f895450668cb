// Decisions: the open points of a space, their domains, and configurations (all choices, keyed by path).

/** What a decision can be given: a scalar, or a literal list such as `kernel: [3, 5]`. */
export type Value = number | string | boolean | readonly (number | string | boolean)[]

/** All choices of one candidate, keyed by decision path, never by position. */
export type Configuration = Readonly<Record<string, Value>>

/** What may be chosen at a decision. Bounds are inclusive; `values` keeps the written order. */
export type Domain =
  | { readonly kind: 'values'; readonly values: readonly Value[]; readonly ordered: boolean }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'log_uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'int'; readonly low: number; readonly high: number }
  | { readonly kind: 'log_int'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }

/** One open point, as it is met while a space is walked. A domain of one value is never offered (single-value propagation). */
export interface Decision {
  /**
   * Path of the decision. Hyperparameters: their name. Training: `train.<option>…`. Space: component names joined by `.`,
   * `name#2` for the second of one name among siblings, `repeat[0]` for a copy that shares nothing.
   */
  readonly path: string
  readonly domain: Domain
  /** Whether the choice decides which further decisions exist. */
  readonly structural: boolean
  /** Where the specification wrote it: `file:line:column`. */
  readonly at?: string
}

/** Answers a decision with a member of its domain. */
export type Decide = (decision: Decision) => Value
