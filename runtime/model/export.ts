// A trained model as a file that any ONNX runtime opens: preparation, model and labels inside, standard operators only,
// a free batch axis, and metadata that says what it is.
import { encodeGraph } from '../onnx/encode.js'
import type { Json } from '../../schemas/json.js'
import { InvariantError } from '../../schemas/diagnostic.js'
import { canonicalJson } from '../support/canonical-json.js'
import { builder } from '../tensor/builder.js'
import type { Builder, Value } from '../tensor/graph.js'
import { tensorFrom, type Tensor } from '../tensor/tensor.js'
import { tensorType } from '../tensor/tensor-type.js'
import { asSignal } from './batch-loss.js'
import { forward, type Leaves } from './forward.js'
import { isGenerative } from './losses/generative.js'
import { scaleOf } from './model-leaves.js'
import {
  buildPreparation,
  preparationMetadata,
  type FittedPreparation,
} from './prepare/fitted-preparation.js'
import { samplesFrom } from './sampling.js'
import type { Recipe } from './training-recipe.js'

/** What is exported. */
export interface ExportRequest {
  readonly recipe: Pick<Recipe, 'model' | 'loss'>
  readonly preparation: FittedPreparation
  /** Parameters and running statistics by name. */
  readonly state: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly values: Float32Array
  }[]
  /** Names of the classes, by code; absent for a real target. */
  readonly classes?: readonly string[]
  /** What else the file says of itself: experiment, arm, configuration, measurements. */
  readonly metadata: Readonly<Record<string, Json>>
}

/**
 * The ONNX bytes. Inputs are the raw columns; outputs `probabilities` [batch, classes], `code` [batch] and `label` [batch],
 * `embedding` [batch, width] where the model was trained for one, or `value` [batch] for a real target. A model that draws samples has
 * one input, `noise` [batch, calls, …], standard normal, and one output, `samples` [batch, …], in the units of the prepared data.
 */
export function exportModel(request: ExportRequest): Uint8Array {
  const weights = new Map<string, Tensor>(
    request.state.map(({ name, shape, values }) => [name, tensorFrom('float32', shape, values)]),
  )
  const { inputs, outputs, metadata } = contentOf(request, constantLeaves(builder('export'), weights))
  const said = Object.entries(request.metadata).map(
    ([name, value]) => [name, typeof value === 'string' ? value : canonicalJson(value)] as const,
  )
  return encodeGraph({
    name: 'model',
    inputs,
    outputs,
    weights,
    metadata: { ...metadata, ...Object.fromEntries(said) },
  })
}

/** What a model file holds beside its weights. */
interface Content {
  readonly inputs: readonly Value[]
  readonly outputs: readonly { readonly name: string; readonly value: Value }[]
  readonly metadata: Readonly<Record<string, string>>
}

function contentOf(request: ExportRequest, leaves: Leaves): Content {
  const { graph } = leaves
  const { model, loss } = request.recipe
  const { definition, options } = loss
  if (isGenerative(definition)) {
    const { noise, samples } = samplesFrom({ model, loss: { definition, options } }, leaves)
    return { inputs: [noise], outputs: [{ name: 'samples', value: samples }], metadata: {} }
  }
  const { leaves: inputs, output } = buildPreparation(graph, request.preparation)
  const predicted = definition.predict(forward(model, asSignal(output, model.input, graph), leaves), graph)
  const embeds = definition.outputs === 'embeddings'
  const classes = embeds ? undefined : request.classes
  return {
    inputs,
    outputs: embeds ? [{ name: 'embedding', value: predicted }] : outputsOf(predicted, classes, graph),
    metadata: {
      ...preparationMetadata(request.preparation),
      ...(classes === undefined ? {} : { classes: canonicalJson([...classes]) }),
    },
  }
}

function outputsOf(
  predicted: Value,
  classes: readonly string[] | undefined,
  graph: Builder,
): readonly { readonly name: string; readonly value: Value }[] {
  if (classes === undefined) return [{ name: 'value', value: predicted }]
  const code = graph.argMax(predicted, 1)
  const names = graph.constant(tensorFrom('string', [classes.length], [...classes]))
  return [
    { name: 'probabilities', value: predicted },
    { name: 'code', value: code },
    { name: 'label', value: graph.gather(names, code, 0) },
  ]
}

/** Leaves of a model that is finished: weights are part of the file, scales are literals. */
function constantLeaves(graph: Builder, weights: ReadonlyMap<string, Tensor>): Leaves {
  const made = new Map<string, Value>()
  const weight = (name: string, shape: readonly number[]): Value => {
    if (!weights.has(name)) throw new InvariantError(`the state to export has no '${name}'`)
    const value = made.get(name) ?? graph.parameter(name, tensorType('float32', shape))
    made.set(name, value)
    return value
  }
  return {
    training: false,
    graph,
    parameter: ({ name }, { shape }) => weight(name, shape),
    state: (name, shape) => weight(name, shape),
    update: () => undefined,
    scalar: (use, option) => graph.scalar(scaleOf(use, option).number),
    scale: ({ number }) => graph.scalar(number),
    uniform: () => {
      throw new InvariantError('an exported model draws no random numbers')
    },
  }
}
