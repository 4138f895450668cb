// One training step as a graph: gather the batch, forward, loss, gradients, update. State goes in and comes out; data, scales and
// seeds stay put; batch rows and rates change from step to step. What gradients do to parameters is parameter-update.ts.
import { gradients } from '../autodiff/reverse.js'
import type { Signal } from '../support/shape.js'
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType, type TensorType } from '../tensor/tensor-type.js'
import { forward } from './forward.js'
import type { Loss, LossContext } from './losses/loss.js'
import { addScale, inputLeaves, type ModelLeaves, type Observation } from './model-leaves.js'
import { parameterUpdate } from './parameter-update.js'
import type { RateClass } from './step-numbers.js'
import { reparametrized } from './reparametrize.js'
import { isZeroScale, scaleValue } from './scalars.js'
import type { StateSlot } from './slots.js'
import type { Recipe } from './training-recipe.js'

/** The graph of one step; names of the leaves are what is fed. */
export interface TrainingStep {
  readonly state: readonly StateSlot[]
  /** Fed once a call: the data on the device, shared by a whole population … */
  readonly resident: readonly Value[]
  /** … scales and the random seed, one each a member. */
  readonly fixed: readonly Value[]
  /** Fed for every step, one each a member: batch rows and rates. */
  readonly perStep: readonly Value[]
  /** Learning rates that are fed, each for the groups that change it. */
  readonly rateClasses: readonly RateClass[]
  /** Number of the step, the same for all members; absent where nothing is random. */
  readonly counter?: Value
  /** Mean loss of the batch. */
  readonly loss: Value
  /** What layers show in this step, where metrics ask for it. */
  readonly observations: readonly Observation[]
}

/** Builds the step. @throws GraphError naming the layer */
export function trainingStep(recipe: Recipe, graph: Builder): TrainingStep {
  const leaves = inputLeaves(true, graph, recipe.observed)
  const { inputs, targets, resident, rows } = batchOf(recipe, graph)
  const outputs = forward(
    recipe.model,
    inputs,
    reparametrized(
      recipe.precision === undefined ? leaves : { ...leaves, products: 'float16' },
      recipe.reparametrizations ?? [],
      recipe.model,
    ),
  )
  const loss = graph.reduceMean(lossRows(recipe, outputs, targets, leaves))
  const { slots, steps, rateClasses } = parameterUpdate(recipe, leaves, (values, scale) =>
    gradients(loss, values, scale),
  )
  return {
    state: slots,
    resident,
    fixed: [
      ...[...leaves.scales.values()].map((scale) => scale.value),
      ...(leaves.randomness.seed === undefined ? [] : [leaves.randomness.seed]),
    ],
    perStep: [rows, ...steps],
    rateClasses,
    ...(leaves.randomness.step === undefined ? {} : { counter: leaves.randomness.step }),
    loss,
    observations: leaves.observations,
  }
}

/** Loss of each row [N]. */
export function lossRows(recipe: Recipe, outputs: Value, targets: Value, leaves: ModelLeaves): Value {
  const { definition, options } = recipe.loss
  const context: LossContext = {
    graph: leaves.graph,
    scalar: (option) =>
      addScale(leaves.scales, leaves.graph, {
        name: `scale.loss.${option}`,
        number: scaleValue(definition, options, option),
      }),
    isZero: (option) => isZeroScale(definition, options, option),
  }
  return definition.rows(options, outputs, targets, context)
}

/** Rows of the resident data as a batch: features as the model takes them, targets as the loss does. */
export function batchOf(
  recipe: Pick<Recipe, 'model' | 'loss' | 'batch'>,
  graph: Builder,
): {
  readonly inputs: Value
  readonly targets: Value
  readonly resident: readonly Value[]
  readonly rows: Value
} {
  const signal = recipe.model.input
  const data = graph.input('data', tensorType('float32', ['rows', ...signal.shape]))
  const labels = graph.input('targets', targetType(recipe.loss.definition))
  const rows = graph.input('batch', tensorType('int32', [recipe.batch]))
  return {
    inputs: asSignal(graph.gather(data, rows, 0), signal, graph),
    targets: graph.gather(labels, rows, 0),
    resident: [data, labels],
    rows,
  }
}

/** Targets of all rows [rows]. */
export const targetType = (loss: Loss): TensorType =>
  tensorType(loss.target === 'class' ? 'int64' : 'float32', ['rows'])

/** Features travel as float32; category codes become integers at the door of the model. */
export const asSignal = (x: Value, signal: Signal, graph: Builder): Value =>
  signal.type === 'code' ? graph.cast(x, 'int64') : x
