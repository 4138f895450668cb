// Tidy rows of invented experiments, for tests of claims and reports.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { ResultMeasurement } from '../../schemas/result.js'

/** One row, with what the test does not care about filled in. */
export const row = (fields: Partial<ResultMeasurement>): ResultMeasurement => ({
  arm: 'a',
  task: 'digits',
  replicate: 0,
  fold: 0,
  phase: 'evaluate',
  trial: 0,
  seed: 1,
  fidelity: 1,
  metric: 'accuracy',
  value: 0.5,
  end: 'completed',
  ...fields,
})

/** Evaluation rows, one a replicate. */
export const evaluations = (
  arm: string,
  values: readonly number[],
  metric = 'accuracy',
): ResultMeasurement[] => values.map((value, replicate) => row({ arm, replicate, value, metric }))

/** Tuning rows of one search, one a trial. */
export const trials = (
  arm: string,
  replicate: number,
  values: readonly (number | null)[],
): ResultMeasurement[] =>
  values.map((value, trial) =>
    row({ arm, replicate, phase: 'tune', trial, value, end: value === null ? 'diverged' : 'completed' }),
  )

/** A claim that a is better than b, with what the test does not care about filled in. */
export const claim = (fields: Partial<ClaimDeclaration> = {}): ClaimDeclaration => ({
  id: 'claim',
  statement: 'a better than b on accuracy',
  claim: 'better',
  arm: 'a',
  than: 'b',
  on: 'accuracy',
  over: 'replicates',
  by: 'paired_permutation',
  at: 0.05,
  exploratory: false,
  ...fields,
})
