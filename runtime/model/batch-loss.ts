// The loss of each row of a batch in a graph: outputs held against targets, or a model run by its loss on noisy data.
import type { Signal } from '../support/shape.js'
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType, type TensorType } from '../tensor/tensor-type.js'
import { forward, type Leaves } from './forward.js'
import { generativeLoss, type Taught } from './generative-loss.js'
import type { Loss, LossContext } from './losses/loss.js'
import { isGenerative } from './losses/generative.js'
import { addScale, type ModelLeaves } from './model-leaves.js'
import type { Options } from './options.js'
import { parametrized } from './parametrize.js'
import { reparametrized } from './reparametrize.js'
import { isZeroScale, scaleValue } from './scalars.js'
import type { Recipe } from './training-recipe.js'

/** Losses, and the leaves that they hang on. */
export interface BatchLoss extends Taught {
  /** Loss of each row [batch]. */
  readonly losses: Value
  /** Data on the device, fed once a call. */
  readonly resident: readonly Value[]
  /** Fed for every step: which rows, and what the host draws for each of them. */
  readonly perStep: readonly Value[]
}

/** Builds it for the rows of a batch. @throws GraphError naming the layer */
export function batchLoss(recipe: Recipe, leaves: ModelLeaves): BatchLoss {
  const { graph } = leaves
  const { definition, options } = recipe.loss
  const signal = recipe.model.input
  const data = graph.input('data', tensorType('float32', ['rows', ...signal.shape]))
  const rows = graph.input('batch', tensorType('int32', [recipe.batch]))
  const inputs = asSignal(graph.gather(data, rows, 0), signal, graph)
  if (isGenerative(definition)) {
    const compute = (base: Leaves): Leaves => computed(recipe, base)
    const taught = generativeLoss({ ...recipe, loss: { definition, options } }, inputs, leaves, compute)
    return { ...taught, resident: [data], perStep: [rows, ...taught.drawn] }
  }
  const labels = graph.input('targets', targetType(definition))
  const outputs = forward(recipe.model, inputs, computed(recipe, leaves))
  return {
    losses: lossRows({ definition, options }, outputs, graph.gather(labels, rows, 0), leaves),
    resident: [data, labels],
    perStep: [rows],
    teachers: new Map(),
  }
}

/** Leaves whose parameters are computed from others and start as the recipe says; products in training are taken in its precision. */
export function computed(recipe: Recipe, leaves: Leaves): Leaves {
  const precise: Leaves =
    recipe.precision === undefined || !leaves.training ? leaves : { ...leaves, products: 'float16' }
  return parametrized(
    reparametrized(precise, recipe.reparametrizations ?? [], recipe.model),
    recipe.parametrization,
    recipe.optimizer.definition,
  )
}

/** Loss of each row [N]. */
export function lossRows(
  { definition, options }: { readonly definition: Loss; readonly options: Options },
  outputs: Value,
  targets: Value,
  leaves: ModelLeaves,
): Value {
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

/** Targets of all rows [rows]. */
export const targetType = (loss: Loss): TensorType =>
  tensorType(loss.target === 'class' ? 'int64' : 'float32', ['rows'])

/** Features travel as float32; category codes become integers at the door of the model. */
export const asSignal = (x: Value, signal: Signal, graph: Builder): Value =>
  signal.type === 'code' ? graph.cast(x, 'int64') : x
