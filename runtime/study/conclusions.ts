// From a study's outcome to its claims and its result: joins the store's rows, the plan's declarations and the metrics' directions.
// Owns no statistics and no wording; both are below.
import { PlanError } from '../../schemas/diagnostic.js'
import type { JsonObject } from '../../schemas/json.js'
import type { ClaimResult, Result, ResultMeasurement } from '../../schemas/result.js'
import { checkClaims } from '../claims/check.js'
import { concludeClaims } from '../claims/conclude.js'
import type { Experiment } from '../experiment.js'
import { metricNamed } from '../metrics/find.js'
import { composeResult, tidy, type ResultFacts } from '../report/result.js'
import type { JournalRecord } from '../store/record.js'
import type { StudyOutcome } from '../store/state.js'

/** Concludes the claims of an experiment from measured rows; the same rows and seed give the same results. */
export const concludeFrom = (
  experiment: Experiment,
  seed: number,
  measurements: readonly ResultMeasurement[],
): readonly ClaimResult[] =>
  concludeClaims(experiment.claims, { measurements, seed, direction: directionIn(experiment) })

/** Whether the claims of an experiment can be concluded once it has run. @throws PlanError as `checkClaims` and {@link directionIn} */
export function checkExperimentClaims(experiment: Experiment): void {
  const arms = experiment.arms.map(({ name }) => name)
  checkClaims(experiment.claims, arms, directionIn(experiment))
}

/** The claims as records of the journal; what `runExperiment` takes as `conclude`. */
export function concludeExperiment(
  experiment: Experiment,
  outcome: StudyOutcome,
): readonly Extract<JournalRecord, { kind: 'claim-concluded' }>[] {
  return concludeFrom(experiment, outcome.seed, outcome.measurements.map(tidy)).map((result) => ({
    kind: 'claim-concluded',
    id: result.id,
    conclusion: plain(result),
  }))
}

/** What only the caller knows of a run: its machine, its times, how often its evaluation pool was looked at. */
export type RunFacts = Pick<ResultFacts, 'environment' | 'timings' | 'measured' | 'looks' | 'inexact'>

/** The result of a run, its claims as the journal has them. */
export function resultOfRun(experiment: Experiment, outcome: StudyOutcome, facts: RunFacts): Result {
  const { definition, options } = experiment.protocol
  return composeResult(outcome, {
    ...facts,
    protocol: { kind: definition.kind, options: plain(options) },
    claims: outcome.claims.map(({ conclusion }) => parseClaim(conclusion)),
    guarantees: experiment.guarantees,
  })
}

/** Which way a metric is good: as an objective of the experiment, else by its definition. @throws PlanError `unknown-direction` */
export function directionIn(experiment: Experiment): (metric: string) => 'maximize' | 'minimize' {
  const declared = new Map(experiment.objective.map(({ metric, direction }) => [metric, direction]))
  return (metric) => {
    const direction = declared.get(metric) ?? metricNamed(metric, experiment.metrics)?.direction
    if (direction === undefined) {
      throw new PlanError(
        'unknown-direction',
        `it is not known whether more or less of '${metric}' is better`,
        {
          hint: 'say `direction: maximize` or `direction: minimize` in the claim',
        },
      )
    }
    return direction
  }
}

const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject

/** The journal's own words; only {@link concludeExperiment} writes them. */
const parseClaim = (conclusion: JsonObject): ClaimResult => conclusion as unknown as ClaimResult
