// A layer of a transformer: attention, then a perceptron at each step, both with a way around.
import type { Builder, Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import { flagOption, hasOption, numberOption, textOption, type Options } from '../options.js'
import {
  attentionCost,
  attentionDropoutSchema,
  attentionOptions,
  attentionShows,
  attentionOwns,
  attentionSizes,
  dense,
  dropIn,
  selfAttention,
} from './attention.js'
import {
  freezeSchema,
  initializerSchema,
  oneParameter,
  zeroParameter,
  type Layer,
  type LayerContext,
} from './layer.js'
import { epsilonSchema } from './normalization.js'

/**
 * x [N, T, F] → [N, T, F]. `pre`: y = x + A(n(x)), then y + P(n(y)); `post`: n(x + A(x)), then n(y + P(y)); `none`: no n at all, with A
 * the attention, P(x) = a(x·U + u)·D + d, n a normalization over features. `swiglu`: P(x) = (silu(x·G + g) ⊙ (x·U + u))·D + d.
 */
export const transformerBlock = {
  role: 'layer',
  kind: 'transformer_block',
  summary: 'One layer of a transformer: self-attention and a perceptron, each added to its input.',
  options: {
    ...attentionOptions,
    hidden: {
      type: 'integer',
      minimum: 1,
      description: 'Width of the perceptron; four times the features unless told.',
      'x-open': true,
    },
    activation: {
      type: 'string',
      enum: ['gelu', 'relu', 'silu', 'swiglu'],
      default: 'gelu',
      description: 'What bends the perceptron; swiglu multiplies by a gate of the same width.',
      'x-open': true,
    },
    norm: {
      type: 'string',
      enum: ['pre', 'post', 'none'],
      default: 'pre',
      description:
        'Where values are normalized: before attention and perceptron, after each sum, or nowhere.',
      'x-open': true,
    },
    norm_kind: {
      type: 'string',
      enum: ['layer_norm', 'rms_norm'],
      default: 'layer_norm',
      description: 'How they are normalized.',
      'x-open': true,
    },
    dropout: attentionDropoutSchema('a share of the attention, or an entry of what is added,'),
    epsilon: epsilonSchema,
    initializer: initializerSchema('xavier_uniform'),
    freeze: freezeSchema,
  },
  required: ['heads'],
  shows: attentionShows,
  owns: [
    ...attentionOwns,
    ...['attention_norm', 'hidden_norm'].flatMap((name) => [`${name}_gain`, `${name}_shift`]),
    ...['gate', 'up', 'down'].flatMap((name) => [`${name}_weights`, `${name}_bias`]),
  ],
  reference:
    'Vaswani et al., Attention is all you need, NeurIPS 2017, section 3; pre: Xiong et al., On layer normalization in the Transformer architecture, ICML 2020; swiglu: Shazeer, GLU variants improve Transformer, 2020',
  output: (options, input): Signal => {
    attentionSizes(transformerBlock, options, input)
    return input
  },
  cost: (options, input): LayerCost => {
    const attention = attentionCost(transformerBlock, options, input)
    const { length, features } = attentionSizes(transformerBlock, options, input)
    const products = perceptronShapes(options, features)
    const bias = flagOption(transformerBlock, options, 'bias') ? 1 : 0
    const norms = 2 * normParameters(options, features)
    const weights = products.reduce((sum, [fanIn, fanOut]) => sum + (fanIn + bias) * fanOut, 0)
    const operations = products.reduce((sum, [fanIn, fanOut]) => sum + (2 * fanIn + bias) * fanOut, 0)
    return {
      parameters: attention.parameters + weights + norms,
      flops: attention.flops + length * operations + (norms === 0 ? 2 : 18) * sizeOf(input.shape),
    }
  },
  build: (use, input, context): Value => {
    const { options } = use.layer
    const sizes = attentionSizes(transformerBlock, options, use.input)
    const drop = dropIn(transformerBlock, options, 'dropout', context)
    const attend = (x: Value): Value => selfAttention(transformerBlock, options, x, sizes, context, drop)
    const attended = added(options, input, 'attention_norm', (x) => drop(attend(x)), context)
    return added(options, attended, 'hidden_norm', (x) => drop(perceptron(options, x, context)), context)
  },
} as const satisfies Layer

/** A branch added to its input, normalized where the options say. */
function added(
  options: Options,
  x: Value,
  name: string,
  branch: (x: Value) => Value,
  context: LayerContext,
): Value {
  const place = textOption(transformerBlock, options, 'norm')
  const normed = (value: Value): Value => normalized(options, value, name, context)
  if (place === 'pre') return context.graph.add(x, branch(normed(x)))
  const sum = context.graph.add(x, branch(x))
  return place === 'post' ? normed(sum) : sum
}

function normalized(options: Options, x: Value, name: string, context: LayerContext): Value {
  const { graph } = context
  const features = x.type.shape.slice(-1).map(Number)
  const gain = context.parameter(`${name}_gain`, oneParameter(features))
  const epsilon = context.scalar('epsilon')
  if (isRootMeanSquare(options))
    return graph.multiply(graph.standardize(x, [-1], epsilon, { centred: false }), gain)
  const shift = context.parameter(`${name}_shift`, zeroParameter(features))
  return graph.add(graph.multiply(graph.standardize(x, [2], epsilon), gain), shift)
}

function perceptron(options: Options, x: Value, context: LayerContext): Value {
  const { graph } = context
  const features = Number(x.type.shape.at(-1))
  const width = hiddenWidth(options, features)
  const activation = textOption(transformerBlock, options, 'activation')
  const project = (name: string, y: Value, units: number): Value =>
    dense(transformerBlock, options, name, y, units, context)
  const up = project('up', x, width)
  const inner =
    activation === 'swiglu'
      ? graph.multiply(silu(graph, project('gate', x, width)), up)
      : bent[activation as keyof typeof bent](graph, up)
  return project('down', inner, features)
}

const silu = (graph: Builder, x: Value): Value => graph.multiply(x, graph.sigmoid(x))

const bent = {
  gelu: (graph: Builder, x: Value): Value => graph.gelu(x),
  relu: (graph: Builder, x: Value): Value => graph.relu(x),
  silu,
} as const

/** Inputs and outputs of the perceptron's products. */
function perceptronShapes(options: Options, features: number): readonly (readonly [number, number])[] {
  const width = hiddenWidth(options, features)
  const gates = textOption(transformerBlock, options, 'activation') === 'swiglu' ? 1 : 0
  return [...Array.from({ length: 1 + gates }, () => [features, width] as const), [width, features]]
}

const hiddenWidth = (options: Options, features: number): number =>
  hasOption(transformerBlock, options, 'hidden')
    ? numberOption(transformerBlock, options, 'hidden')
    : 4 * features

/** Trained numbers of one normalization. */
const normParameters = (options: Options, features: number): number => {
  if (textOption(transformerBlock, options, 'norm') === 'none') return 0
  return isRootMeanSquare(options) ? features : 2 * features
}

const isRootMeanSquare = (options: Options): boolean =>
  textOption(transformerBlock, options, 'norm_kind') === 'rms_norm'
