// The evaluation graph of a model: rows of resident data in, outputs and loss of each row out; or noise in, samples out.
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType } from '../tensor/tensor-type.js'
import { forward } from './forward.js'
import { isGenerative } from './losses/generative.js'
import { inputLeaves, type ModelLeaves } from './model-leaves.js'
import { reparametrized } from './reparametrize.js'
import { asSignal, lossRows, targetType } from './batch-loss.js'
import { samplesFrom } from './sampling.js'
import type { Recipe } from './training-recipe.js'

/** The graph that measures a model on a batch of any length. */
export interface Inference {
  readonly leaves: ModelLeaves
  /** data [rows, …] and targets [rows] on the device, indices [batch]; or noise [batch, calls, …]. */
  readonly inputs: readonly Value[]
  /** What metrics read: class scores [batch, classes] before any softmax, or the predicted values [batch]; else embeddings or samples. */
  readonly outputs: Value
  /** Loss of each row [batch]; a model that draws samples has none. */
  readonly losses?: Value
}

/** Builds it; parameters, running statistics and scales are inputs, so that one session serves every training of a structure. */
export function inference(recipe: Omit<Recipe, 'batch'>, graph: Builder): Inference {
  const leaves = inputLeaves(false, graph)
  const { definition, options } = recipe.loss
  const signal = recipe.model.input
  const computed = reparametrized(leaves, recipe.reparametrizations ?? [], recipe.model)
  if (isGenerative(definition)) {
    const { noise, samples } = samplesFrom({ ...recipe, loss: { definition, options } }, computed)
    return { leaves, inputs: [noise], outputs: samples }
  }
  const data = graph.input('data', tensorType('float32', ['rows', ...signal.shape]))
  const labels = graph.input('targets', targetType(definition))
  const rows = graph.input('batch', tensorType('int32', ['batch']))
  const outputs = forward(recipe.model, asSignal(graph.gather(data, rows, 0), signal, graph), computed)
  return {
    leaves,
    inputs: [data, labels, rows],
    // A loss may ask for more than the value that it predicts, or for a function of it.
    outputs: definition.target === 'real' ? definition.predict(outputs, graph) : outputs,
    losses: lossRows({ definition, options }, outputs, graph.gather(labels, rows, 0), leaves),
  }
}
