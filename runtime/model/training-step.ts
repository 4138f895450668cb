// One training step as a graph: gather the batch, forward, loss, gradients, clipping, optimizer. State goes in and comes out;
// data, scales and seeds stay put; batch rows and rates change from step to step.
import { gradients } from '../autodiff/reverse.js'
import type { ModuleTree } from '../space/module-tree.js'
import type { Signal } from '../support/shape.js'
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType, type TensorType } from '../tensor/tensor-type.js'
import { forward } from './forward.js'
import type { Loss, LossContext } from './losses/loss.js'
import { addScale, inputLeaves, type ModelLeaves } from './model-leaves.js'
import type { Optimizer, UpdateContext } from './optimizers/optimizer.js'
import type { Options } from './options.js'
import { isZeroScale, scaleValue } from './scalars.js'

/** All that a training graph is made from. */
export interface Recipe {
  readonly model: ModuleTree
  readonly loss: { readonly definition: Loss; readonly options: Options }
  readonly optimizer: { readonly definition: Optimizer; readonly options: Options }
  /** Largest norm of the whole gradient; absent: not clipped. */
  readonly clipNorm?: number
  readonly batch: number
}

/** A value that a step reads and writes. */
export interface StateSlot {
  readonly name: string
  readonly shape: readonly number[]
  readonly current: Value
  readonly next: Value
}

/** The graph of one step; names of the leaves are what is fed. */
export interface TrainingStep {
  readonly state: readonly StateSlot[]
  /** Fed once a call: the data on the device, shared by a whole population … */
  readonly resident: readonly Value[]
  /** … scales and the random seed, one each a member. */
  readonly fixed: readonly Value[]
  /** Fed for every step, one each a member: batch rows and rates. */
  readonly perStep: readonly Value[]
  /** Number of the step, the same for all members; absent where nothing is random. */
  readonly counter?: Value
  /** Mean loss of the batch. */
  readonly loss: Value
}

/** Builds the step. @throws GraphError naming the layer */
export function trainingStep(recipe: Recipe, graph: Builder): TrainingStep {
  const leaves = inputLeaves(true, graph)
  const { inputs, targets, resident, rows } = batchOf(recipe, graph)
  const outputs = forward(recipe.model, inputs, leaves)
  const loss = graph.reduceMean(lossRows(recipe, outputs, targets, leaves))
  const trained = [...leaves.parameters.values()]
  const raw = gradients(
    loss,
    trained.map((parameter) => parameter.value),
  )
  const clipped = clip(recipe, raw, leaves)
  const { slots, steps } = update(recipe, clipped, leaves)
  const statistics = [...leaves.statistics.values()].map(({ name, shape, value, next }): StateSlot => ({
    name,
    shape,
    current: value,
    next: next ?? value,
  }))
  return {
    state: [...slots, ...statistics],
    resident,
    fixed: [
      ...[...leaves.scales.values()].map((scale) => scale.value),
      ...(leaves.randomness.seed === undefined ? [] : [leaves.randomness.seed]),
    ],
    perStep: [rows, ...steps],
    ...(leaves.randomness.step === undefined ? {} : { counter: leaves.randomness.step }),
    loss,
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

/** g·min(1, c / ‖g‖) with the norm over all parameters together (Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1). */
function clip(recipe: Recipe, raw: readonly Value[], leaves: ModelLeaves): readonly Value[] {
  if (recipe.clipNorm === undefined) return raw
  const { graph } = leaves
  const squares = raw.map((gradient) => graph.reduceSum(graph.multiply(gradient, gradient)))
  const total = squares.reduce((sum, square) => graph.add(sum, square))
  const largest = addScale(leaves.scales, graph, { name: 'scale.clip_norm', number: recipe.clipNorm })
  const factor = graph.minimum(graph.divide(largest, graph.add(graph.sqrt(total), 1e-6)), 1)
  return raw.map((gradient) => graph.multiply(gradient, factor))
}

function update(
  recipe: Recipe,
  clipped: readonly Value[],
  leaves: ModelLeaves,
): { readonly slots: readonly StateSlot[]; readonly steps: readonly Value[] } {
  const { definition } = recipe.optimizer
  const { graph } = leaves
  const steps = new Map(
    definition.steps.map((name) => [name, graph.input(`step.${name}`, tensorType('float32', []))] as const),
  )
  const context = updateContext(recipe, leaves, steps)
  const slots = [...leaves.parameters.values()].flatMap((parameter, index): readonly StateSlot[] => {
    const shape = parameter.declaration.shape
    const before = definition.slots.map((slot) =>
      graph.input(`${parameter.name}~${slot}`, tensorType('float32', shape)),
    )
    const after = definition.update(parameter.value, clipped[index] ?? parameter.value, before, context)
    return [
      { name: parameter.name, shape, current: parameter.value, next: after.parameter },
      ...before.map((current, slot) => ({
        name: `${parameter.name}~${definition.slots[slot] ?? ''}`,
        shape,
        current,
        next: after.slots[slot] ?? current,
      })),
    ]
  })
  return { slots, steps: [...steps.values()] }
}

function updateContext(
  recipe: Recipe,
  leaves: ModelLeaves,
  steps: ReadonlyMap<string, Value>,
): UpdateContext {
  const { definition, options } = recipe.optimizer
  const { graph } = leaves
  return {
    graph,
    scalar: (option, index) =>
      addScale(leaves.scales, graph, {
        name: `scale.optimizer.${option}${index === undefined ? '' : `.${String(index)}`}`,
        number: scaleValue(definition, options, option, index),
      }),
    isZero: (option) => isZeroScale(definition, options, option),
    step: (name) => steps.get(name) ?? graph.scalar(0),
  }
}
