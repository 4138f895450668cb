// A trained model as a file that any ONNX runtime opens: preparation, model and labels inside, standard operators only,
// a free batch axis, and metadata that says what it is.
import { chainModels } from '../onnx/chain-models.js'
import { encodeGraph, type GraphModel } from '../onnx/encode.js'
import { sectionInput, sectionOutput } from '../onnx/model-section.js'
import type { ModelMessage } from '../onnx/messages.js'
import { bytesOfModel, parseModel } from '../onnx/parse-model.js'
import type { Json } from '../../schemas/json.js'
import { InvariantError } from '../../schemas/diagnostic.js'
import { canonicalJson } from '../support/canonical-json.js'
import { builder } from '../tensor/builder.js'
import type { Builder, Value } from '../tensor/graph.js'
import { tensorFrom, type Tensor } from '../tensor/tensor.js'
import { tensorType } from '../tensor/tensor-type.js'
import { asSignal } from './batch-loss.js'
import { forward, type Leaves } from './forward.js'
import { isGenerative, type AnyLoss } from './losses/generative.js'
import type { Loss } from './losses/loss.js'
import { scaleOf } from './model-leaves.js'
import { batchAxis } from './prepare/raw-inputs.js'
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
  /** The section of a frozen model whose features the model takes; absent: it takes prepared examples. */
  readonly frozen?: ModelMessage
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
  const { frozen, preparation, recipe } = request
  const graph = builder('export')
  const metadata = metadataOf(request)
  const { definition, options } = recipe.loss
  if (isGenerative(definition)) {
    const weights = weightsOf(request)
    const leaves = constantLeaves(graph, weights)
    const { noise, samples } = samplesFrom({ model: recipe.model, loss: { definition, options } }, leaves)
    const outputs = [{ name: 'samples', value: samples }]
    return encodeGraph({ name: 'model', inputs: [noise], outputs, weights, metadata: saidOf(request) })
  }
  if (frozen === undefined) {
    const { leaves: inputs, output } = buildPreparation(graph, preparation)
    return encodeGraph({ ...modelOn(output, definition, graph, request), inputs, metadata })
  }
  const features = graph.input(sectionOutput, tensorType('float32', [batchAxis, ...recipe.model.input.shape]))
  const head = encodeGraph({ ...modelOn(features, definition, graph, request), inputs: [features] })
  const chain = [
    { model: parseModel(encodePreparation(preparation)), prefix: 'prepare/', gives: prepared },
    { model: frozen, prefix: 'frozen/', takes: sectionInput, gives: sectionOutput },
    { model: parseModel(head), prefix: '', takes: sectionOutput },
  ]
  return bytesOfModel(chainModels(chain, metadata))
}

/** Output of a preparation that is a model by itself. */
const prepared = 'prepared'

function encodePreparation(preparation: FittedPreparation): Uint8Array {
  const { leaves: inputs, output } = buildPreparation(builder('prepare'), preparation)
  return encodeGraph({ name: 'prepare', inputs, outputs: [{ name: prepared, value: output }] })
}

/** The trained part on what enters it. */
function modelOn(
  input: Value,
  loss: Loss,
  graph: Builder,
  request: ExportRequest,
): Pick<GraphModel, 'name' | 'outputs' | 'weights'> {
  const { model } = request.recipe
  const weights = weightsOf(request)
  const raw = forward(model, asSignal(input, model.input, graph), constantLeaves(graph, weights))
  const predicted = loss.predict(raw, graph)
  const outputs = embeds(loss)
    ? [{ name: 'embedding', value: predicted }]
    : outputsOf(predicted, request.classes, graph)
  return { name: 'model', outputs, weights }
}

const weightsOf = ({ state }: ExportRequest): ReadonlyMap<string, Tensor> =>
  new Map(state.map(({ name, shape, values }) => [name, tensorFrom('float32', shape, values)] as const))

/** Whether the model was trained for embeddings, which stand for no class. */
const embeds = (loss: AnyLoss): boolean => !isGenerative(loss) && loss.outputs === 'embeddings'

/** What the file says of itself, as texts. */
const metadataOf = (request: ExportRequest): Readonly<Record<string, string>> => ({
  ...preparationMetadata(request.preparation),
  ...(request.classes === undefined || embeds(request.recipe.loss.definition)
    ? {}
    : { classes: canonicalJson([...request.classes]) }),
  ...saidOf(request),
})

/** What the run says of the model, as texts. */
const saidOf = ({ metadata }: ExportRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : canonicalJson(value),
    ]),
  )

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
