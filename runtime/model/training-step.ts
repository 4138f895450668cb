// One training step as a graph: gather the batch, forward, loss, gradients, update. State goes in and comes out; data, scales and
// seeds stay put; batch rows and rates change from step to step. What gradients do to parameters is parameter-update.ts.
import { gradients } from '../autodiff/reverse.js'
import type { Builder, Value } from '../tensor/graph.js'
import { batchLoss } from './batch-loss.js'
import { inputLeaves, type Observation } from './model-leaves.js'
import { parameterUpdate } from './parameter-update.js'
import type { RateClass } from './step-numbers.js'
import type { StateSlot } from './slots.js'
import type { Recipe } from './training-recipe.js'

/** The graph of one step; names of the leaves are what is fed. */
export interface TrainingStep {
  readonly state: readonly StateSlot[]
  /** Fed once a call: the data on the device, shared by a whole population … */
  readonly resident: readonly Value[]
  /** … scales and the random seed, one each a member. */
  readonly fixed: readonly Value[]
  /** Fed for every step, one each a member: batch rows, draws and rates. */
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
  const batch = batchLoss(recipe, leaves)
  const loss = graph.reduceMean(batch.losses)
  const { slots, steps, rateClasses } = parameterUpdate(recipe, leaves, {
    gradientsOf: (values, scale) => gradients(loss, values, scale),
    teachers: batch.teachers,
  })
  return {
    state: slots,
    resident: batch.resident,
    fixed: [
      ...[...leaves.scales.values()].map((scale) => scale.value),
      ...(leaves.randomness.seed === undefined ? [] : [leaves.randomness.seed]),
    ],
    perStep: [...batch.perStep, ...steps],
    rateClasses,
    ...(leaves.randomness.step === undefined ? {} : { counter: leaves.randomness.step }),
    loss,
    observations: leaves.observations,
  }
}
