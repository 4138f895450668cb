// A segment request, worked out: recipe, form, epochs, schedule, stopping rule and first state. Nothing runs here.
import { inputLeaves, type ModelLeaves } from '../model/model-leaves.js'
import { GraphError } from '../../schemas/diagnostic.js'
import { batchLoss } from '../model/batch-loss.js'
import { initialValues } from '../model/initialize.js'
import { firstLossScale } from '../model/loss-scaling.js'
import { isGenerative, type AnyLoss } from '../model/losses/generative.js'
import { hasOption, numberOption, textOption, type Options } from '../model/options.js'
import { formOfRecipe, type Form } from '../model/population.js'
import { recipeOf, scheduleOf, trained } from '../model/recipe.js'
import { scaleValue } from '../model/scalars.js'
import type { Schedule } from '../model/schedules/schedule.js'
import { followedName, lossScaleName } from '../model/slots.js'
import { inferenceStructure, trainingStructure } from '../model/structure.js'
import type { Recipe } from '../model/training-recipe.js'
import { updateScales } from '../model/update-scales.js'
import type { SegmentRequest } from '../procedures/procedure.js'
import { builder } from '../tensor/builder.js'
import { stepsPerEpoch } from './batches.js'
import type { StoppingRule } from './early-stopping.js'
import type { PreparedData } from './prepared-data.js'

/** One segment, ready to run. */
export interface Job {
  readonly request: SegmentRequest
  readonly prepared: PreparedData
  readonly recipe: Recipe
  readonly form: Form
  readonly structure: string
  readonly inferenceStructure: string
  readonly schedule: { readonly definition: Schedule; readonly options: Options }
  readonly stopping?: StoppingRule
  /** Whether validation between epochs looks at the weights where an average of them is kept. */
  readonly validatesWeights: boolean
  /** Epochs done before, to reach now, and at the schedule's horizon. */
  readonly epochs: { readonly from: number; readonly to: number; readonly horizon: number }
  readonly stepsPerEpoch: number
  readonly learningRate: number
  /** Numbers of all scales of the graph, by name. */
  readonly scales: ReadonlyMap<string, number>
  readonly leaves: ModelLeaves
}

/** What the metrics of a run ask of its trainings. */
export interface MetricsAsked {
  readonly directionOf: (metric: string) => 'maximize' | 'minimize'
  /** Names of what layers are to show. */
  readonly observed: readonly string[]
}

/** Works a request out. @throws GraphError where the model cannot be built */
export function jobOf(
  request: SegmentRequest,
  prepared: PreparedData,
  { directionOf, observed }: MetricsAsked,
): Job {
  const { specified, rows } = request
  const recipe: Recipe = {
    ...recipeOf(specified, rows.train.length),
    ...(observed.length === 0 ? {} : { observed }),
  }
  const leaves = leavesOf(recipe)
  const stopping = stoppingRule(request, recipe.loss.definition, directionOf)
  return {
    request,
    prepared,
    recipe,
    form: formOfRecipe(recipe, specified),
    structure: trainingStructure(recipe),
    inferenceStructure: inferenceStructure(recipe),
    schedule: scheduleOf(specified),
    ...(stopping === undefined ? {} : { stopping }),
    validatesWeights: recipe.averaging?.options['validate'] === 'weights',
    epochs: epochsOf(request),
    stepsPerEpoch: stepsPerEpoch(rows.train.length, recipe),
    learningRate: scaleValue(recipe.optimizer.definition, recipe.optimizer.options, 'learning_rate'),
    scales: scalesOf(recipe, leaves),
    leaves,
  }
}

/** First values of a piece of state, by its name: drawn, filled, those of what is averaged, the first scale of the loss, or zero for an optimizer's slot. */
export function firstValues(job: Job, name: string, shape: readonly number[]): Float32Array {
  const parameter = job.leaves.parameters.get(name)
  if (parameter !== undefined) return initialValues(job.request.seed, name, parameter.declaration)
  if (name === lossScaleName) return Float32Array.of(firstLossScale)
  const followed = followedName(name)
  if (followed !== undefined) return firstValues(job, followed, shape)
  const size = shape.reduce((product, axis) => product * axis, 1)
  const start = job.leaves.statistics.get(name)?.start ?? 0
  return typeof start === 'function' ? start(job.request.seed) : new Float32Array(size).fill(start)
}

/** A fidelity as epochs: it is a share of the largest, which stands for all epochs. */
function epochsOf(request: SegmentRequest): Job['epochs'] {
  const { definition, options } = trained(request.specified).training
  const all = hasOption(definition, options, 'epochs')
    ? numberOption(definition, options, 'epochs')
    : request.maximum
  const at = (fidelity: number): number => Math.round((all * fidelity) / request.maximum)
  const rung = textOption(definition, options, 'horizon') === 'rung'
  return { from: at(request.from), to: at(request.to), horizon: rung ? at(request.to) : all }
}

function stoppingRule(
  request: SegmentRequest,
  loss: AnyLoss,
  directionOf: (metric: string) => 'maximize' | 'minimize',
): StoppingRule | undefined {
  const { definition, options } = trained(request.specified).training
  if (request.rows.stop === undefined || !hasOption(definition, options, 'early_stopping')) return undefined
  const metric = textOption(definition, options, 'stopping_metric')
  if (metric === 'loss' && isGenerative(loss)) {
    throw new GraphError(
      'stopping-metric',
      `early stopping watches the loss on the stop rows, which '${loss.kind}' does not have: name a \`stopping_metric\``,
    )
  }
  return {
    patience: numberOption(definition, options, 'early_stopping'),
    metric,
    minimumChange: numberOption(definition, options, 'stopping_change'),
    direction: metric === 'loss' ? 'minimize' : directionOf(metric),
  }
}

/** What the forward graph and the loss hang on, without building gradients. */
function leavesOf(recipe: Recipe): ModelLeaves {
  const leaves = inputLeaves(true, builder())
  batchLoss(recipe, leaves)
  return leaves
}

function scalesOf(recipe: Recipe, leaves: ModelLeaves): ReadonlyMap<string, number> {
  const scales = new Map([...leaves.scales.values()].map(({ name, number }) => [name, number]))
  for (const { name, number } of updateScales(recipe, leaves.parameters.values())) scales.set(name, number)
  return scales
}
