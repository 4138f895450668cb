// A hypothesis as the plan declares it: sentences and defaults are worked out by then.
// What it means is the claim kind's affair (runtime/claims).
import type { JsonObject } from './json.js'

/** The unit over which a claim is tested. */
export type ClaimUnit = 'replicates' | 'seeds' | 'folds' | 'tasks'

/** One claim of an experiment. */
export interface ClaimDeclaration {
  readonly id: string
  /** The claim in words, as written or made from the map form. */
  readonly statement: string
  /** A claim kind of the catalogue: `better`, `not_worse`, `equivalent`, `threshold`. */
  readonly claim: string
  readonly arm: string
  readonly than?: string
  /** A metric of the evaluation, or `tuning.<metric>`: the best value that tuning saw. */
  readonly on: string
  /** What is computed from that metric in each unit, where it is not the metric itself: `best_after`, `share_above`. */
  readonly quantity?: { readonly kind: string; readonly options: JsonObject }
  readonly over: ClaimUnit
  readonly of?: 'selected_configurations'
  /** `paired_permutation`, `wilcoxon`, `bootstrap` or `t`. */
  readonly by: string
  readonly at: number
  /** `better` only; two-sided where absent. */
  readonly alternative?: 'two_sided' | 'one_sided'
  /** `better` only: by which factor; 1 where absent. */
  readonly factor?: number
  /** Which way the metric is good; from the metric's definition or the objective where absent. */
  readonly direction?: 'maximize' | 'minimize'
  readonly margin?: number
  readonly bound?: { readonly at_least?: number; readonly at_most?: number; readonly confidence: number }
  /** Added after results were seen: outside the family that Holm's correction covers. */
  readonly exploratory: boolean
}
