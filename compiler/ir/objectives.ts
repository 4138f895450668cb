// Objectives that are files, recorded tables and fitted models: each is laid against the choices and metrics of the specification.
import { metricsOf, type Catalogue } from '../../runtime/catalogue.js'
import { EspalierError, type Diagnostic } from '../../schemas/diagnostic.js'
import type { Json } from '../../schemas/json.js'
import { finding } from '../source/finding.js'
import type { ComponentNode, ExperimentNode, HyperparameterNode, SpaceNode, ValueNode } from './nodes.js'
import { plainOptions } from './plain-options.js'

/** What a file is laid against. */
export interface ObjectiveRequest {
  /** Kind of the procedure that names the file. */
  readonly kind: string
  readonly options: Readonly<Record<string, Json>>
  /** Hyperparameters; `values` are all that one may have, absent where it may be any number. */
  readonly choices: readonly { readonly name: string; readonly values?: readonly Json[] }[]
  /** Metrics of objective and claims. */
  readonly metrics: readonly string[]
}

/** Reads the file. @throws EspalierError that says what does not fit, with the `field` at fault where it knows */
export type InspectObjective = (request: ObjectiveRequest) => Promise<void>

/** Findings about the files of an experiment's procedures; none without `inspect`. */
export async function objectiveFindings(
  experiment: ExperimentNode,
  catalogue: Catalogue,
  inspect: InspectObjective | undefined,
): Promise<readonly Diagnostic[]> {
  if (inspect === undefined) return []
  const metrics = wantedMetrics(experiment)
  const asked = new Map<string, Diagnostic | undefined>()
  for (const { space } of experiment.arms) {
    const definition = catalogue.procedure.get(space.training.component)
    if (definition === undefined || !('isInspected' in definition)) continue
    const request = requestOf(space, metrics)
    const key = JSON.stringify(request)
    if (!asked.has(key)) asked.set(key, await problemOf(request, space.training, inspect))
  }
  return [...asked.values()].flatMap((problem) => problem ?? [])
}

const wantedMetrics = ({ objective, claims }: ExperimentNode): readonly string[] => [
  ...new Set([
    ...objective.map(({ metric }) => metric),
    ...claims.flatMap(metricsOf).map((metric) => metric.replace(/^evaluation\./, '')),
  ]),
]

const requestOf = (
  { training, hyperparameters }: SpaceNode,
  metrics: readonly string[],
): ObjectiveRequest => ({
  kind: training.component,
  options: plainOptions(training),
  choices: hyperparameters.map(choiceOf),
  metrics,
})

function choiceOf({ name, value }: HyperparameterNode): ObjectiveRequest['choices'][number] {
  const values = valuesOf(value)
  return values === undefined ? { name } : { name, values }
}

function valuesOf(value: ValueNode): readonly Json[] | undefined {
  if (value.kind === 'literal') return [value.value]
  if (value.kind !== 'choice') return undefined
  return value.values.flatMap((each) => (each.kind === 'literal' ? [each.value] : []))
}

async function problemOf(
  request: ObjectiveRequest,
  training: ComponentNode,
  inspect: InspectObjective,
): Promise<Diagnostic | undefined> {
  try {
    await inspect(request)
    return undefined
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    const field = 'field' in error && typeof error.field === 'string' ? error.field : ''
    const span = training.options[field]?.span ?? training.span
    return finding(error.code, span, error.message, { hint: error.hint })
  }
}
