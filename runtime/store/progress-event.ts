// What a running study tells whoever watches: plain events, from which a terminal or a log makes lines. Never the other way round.

/** The stages of a plan. */
export type Stage = 'prepare' | 'tune' | 'select' | 'evaluate' | 'claim' | 'deploy'

/** One event of a running study. */
export type ProgressEvent =
  /** Something worth a line of its own: safe mode, a lost worker, a resumed run. */
  | { readonly kind: 'note'; readonly message: string }
  | { readonly kind: 'stage-started'; readonly stage: Stage }
  | {
      readonly kind: 'trial-finished'
      readonly arm: string
      readonly task: string
      readonly replicate: number
      readonly trial: number
      readonly end: string
      /** Mean of the first objective, where there is one. */
      readonly value?: number
      /** Best value of its search so far. */
      readonly best?: number
    }
  /** A training goes on; sent at the ends of its chunks. */
  | {
      readonly kind: 'training-progressed'
      readonly training: string
      readonly fidelity: number
      readonly metrics: Readonly<Record<string, number>>
    }
  /** Totals of a stage, after every batch of results. */
  | {
      readonly kind: 'advanced'
      readonly stage: Stage
      readonly trainings: { readonly done: number; readonly total: number; readonly reused: number }
      /** Trials done and declared, by arm, over all replicates; tuning only. */
      readonly trials: Readonly<Record<string, { readonly done: number; readonly total: number }>>
      /** Best value of the first objective so far, by arm. */
      readonly best: Readonly<Record<string, number>>
      /** Estimate for the stage; absent until there is ground for one. */
      readonly secondsLeft?: number
    }
