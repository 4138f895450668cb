// Multi-head attention of a sequence to itself, for the layers that hold one.
import { Rejection } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import { invariant } from '../../support/invariant.js'
import { at } from '../../tensor/rules/lanes.js'
import { fixedShape } from '../../tensor/tensor-type.js'
import { tensorFrom } from '../../tensor/tensor.js'
import type { Definition } from '../../../schemas/definition.js'
import { flagOption, hasOption, numberOption, textOption, type Options } from '../options.js'
import { isZeroScale } from '../scalars.js'
import { dropped } from './dropout.js'
import { initializerOption, zeroParameter, type LayerContext } from './layer.js'
import { rejectInput } from './window.js'

/** Options of a layer that attends. */
export const attentionOptions = {
  heads: {
    type: 'integer',
    minimum: 1,
    description: 'Number of attention heads; it divides the features.',
    'x-open': true,
    'x-shorthand': true,
  },
  key_value_heads: {
    type: 'integer',
    minimum: 1,
    description:
      'Heads of keys and values, each shared by as many neighbouring query heads; it divides `heads`, and is equal to it unless told.',
    'x-open': true,
  },
  causal: {
    type: 'boolean',
    default: false,
    description: 'Whether a step sees only itself and those before it.',
    'x-open': true,
  },
  rotary: {
    type: 'boolean',
    default: false,
    description:
      'Whether queries and keys are turned by their place in the sequence (features of a head must be even).',
    'x-open': true,
  },
  scale: {
    type: 'string',
    enum: ['inverse_root', 'inverse'],
    default: 'inverse_root',
    description: 'Scores are divided by the root of the features of a head, or by their number (muP).',
    'x-open': true,
  },
  bias: {
    type: 'boolean',
    default: true,
    description: 'Whether products have a bias.',
    'x-open': true,
  },
} as const

/** Schema of the dropout rate inside a layer that attends. */
export const attentionDropoutSchema = (what: string) =>
  ({
    type: 'number',
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0,
    description: `Probability that ${what} is dropped in training; exactly 0 leaves the draws out of the graph.`,
    'x-open': true,
    'x-scale': true,
  }) as const

/** Own names of the parameters of an attention. */
export const attentionOwns = ['query', 'key', 'value', 'output'].flatMap((name) => [
  `${name}_weights`,
  `${name}_bias`,
])

/** What an attention shows to metrics. */
export const attentionShows = ['attention_entropy']

/** Sizes of one attention. */
export interface AttentionSizes {
  readonly length: number
  readonly features: number
  readonly heads: number
  readonly groups: number
  /** Features of one head. */
  readonly depth: number
}

/** @throws Rejection where the input is no sequence, or heads do not divide */
export function attentionSizes(definition: Definition, options: Options, input: Signal): AttentionSizes {
  const [length, features] = input.shape
  if (input.type !== 'real' || input.shape.length !== 2 || length === undefined || features === undefined)
    return rejectInput(definition.kind, 'a sequence [length, features]', input)
  const heads = numberOption(definition, options, 'heads')
  const groups = hasOption(definition, options, 'key_value_heads')
    ? numberOption(definition, options, 'key_value_heads')
    : heads
  const depth = features / heads
  if (!Number.isInteger(depth))
    throw new Rejection(`${String(heads)} heads do not divide ${String(features)} features`, '')
  if (heads % groups !== 0)
    throw new Rejection(`${String(groups)} heads of keys and values do not divide ${String(heads)} heads`, '')
  if (flagOption(definition, options, 'rotary') && depth % 2 === 1)
    throw new Rejection(`rotary places need an even number of features a head, not ${String(depth)}`, '')
  return { length, features, heads, groups, depth }
}

/** Trained numbers, and operations of one example: four products with weights, and two between steps. */
export function attentionCost(
  definition: Definition,
  options: Options,
  input: Signal,
): { readonly parameters: number; readonly flops: number } {
  const { length, features, groups, depth } = attentionSizes(definition, options, input)
  const widths = [features, groups * depth, groups * depth, features]
  const bias = flagOption(definition, options, 'bias') ? 1 : 0
  const parameters = widths.reduce((sum, width) => sum + (features + bias) * width, 0)
  const products = widths.reduce((sum, width) => sum + (2 * features + bias) * width, 0)
  return { parameters, flops: length * products + 4 * length * length * features + 5 * length * length }
}

/**
 * y = concat over heads of softmax(s·Q·Kᵀ)·V, times output weights: x [N, T, F] → [N, T, F], with Q, K and V products of x and weights
 * (Vaswani et al., Attention is all you need, NeurIPS 2017, section 3.2.2; shared keys and values: Ainslie et al., GQA, EMNLP 2023).
 */
export function selfAttention(
  definition: Definition,
  options: Options,
  x: Value,
  sizes: AttentionSizes,
  context: LayerContext,
  drop?: (shares: Value) => Value,
): Value {
  const { graph } = context
  const { heads, groups, depth, length, features } = sizes
  const turned = flagOption(definition, options, 'rotary') ? (y: Value) => rotary(graph, y) : (y: Value) => y
  const [asks, keys, value] = projections(definition, options, x, sizes, context)
  const [query, key] = [turned(asks), turned(keys)]
  const shared = (y: Value): Value => (groups === heads ? y : graph.unsqueeze(y, [2]))
  const asked = groups === heads ? query : graph.reshape(query, [-1, groups, heads / groups, length, depth])
  const shares = graph.attentionShares(asked, shared(key), {
    causal: flagOption(definition, options, 'causal'),
    ...(textOption(definition, options, 'scale') === 'inverse' ? { scale: 1 / depth } : {}),
  })
  context.observe('attention_entropy', () => meanEntropy(graph, shares))
  const seen = graph.matmul(drop === undefined ? shares : drop(shares), shared(value))
  const byHead = groups === heads ? seen : graph.reshape(seen, [-1, heads, length, depth])
  const steps = graph.reshape(graph.transpose(byHead, [0, 2, 1, 3]), [-1, length, features])
  return dense(definition, options, 'output', steps, features, context)
}

/**
 * Queries [N, H, T, D], keys and values [N, G, T, D]. The three matrices are laid side by side for one long product: its gradients are one
 * product each too, and the heads are brought to the front at one go.
 */
function projections(
  definition: Definition,
  options: Options,
  x: Value,
  { length, features, heads, groups, depth }: AttentionSizes,
  context: LayerContext,
): readonly [query: Value, key: Value, value: Value] {
  const { graph } = context
  const counts = [heads, groups, groups]
  const parts = ['query', 'key', 'value'].map((name, index) =>
    denseParameters(definition, options, name, [features, at(counts, index) * depth], context),
  )
  const biases = parts.flatMap(({ bias }) => (bias === undefined ? [] : [bias]))
  const weights = graph.concat(
    parts.map((part) => part.weights),
    1,
  )
  const product = graph.linear(x, weights, biases.length === 0 ? undefined : graph.concat(biases, 0))
  const byHead = graph.transpose(
    graph.reshape(product, [-1, length, heads + 2 * groups, depth]),
    [0, 2, 1, 3],
  )
  const [query, key, value] = graph.split(byHead, 1, counts)
  invariant(query !== undefined && key !== undefined && value !== undefined, 'a split in three gave less')
  return [query, key, value]
}

/** Mean of −Σⱼ Aᵢⱼ·log Aᵢⱼ over queries, heads and examples, in nats: from 0 to log T (Zhai et al., ICML 2023, section 3). */
function meanEntropy(graph: Builder, shares: Value): Value {
  const logs = graph.log(graph.maximum(shares, smallestShare))
  const entropies = graph.negate(graph.reduceSum(graph.multiply(shares, logs), [-1]))
  return graph.reduceMean(entropies)
}

/** Below it a share adds nothing to an entropy: keeps the logarithm of 0 away. */
const smallestShare = 1e-30

/** x·W (+ b) over the last axis, parameters `<name>_weights` and `<name>_bias`. */
export function dense(
  definition: Definition,
  options: Options,
  name: string,
  x: Value,
  fanOut: number,
  context: LayerContext,
): Value {
  const [fanIn = 1] = fixedShape(x.type.shape.slice(-1))
  const { weights, bias } = denseParameters(definition, options, name, [fanIn, fanOut], context)
  return context.graph.linear(x, weights, bias)
}

function denseParameters(
  definition: Definition,
  options: Options,
  name: string,
  [fanIn, fanOut]: readonly [number, number],
  context: LayerContext,
): { readonly weights: Value; readonly bias?: Value } {
  const initializer = initializerOption(definition, options)
  const weights = context.parameter(`${name}_weights`, { shape: [fanIn, fanOut], fanIn, fanOut, initializer })
  const bias = flagOption(definition, options, 'bias')
    ? context.parameter(`${name}_bias`, zeroParameter([fanOut]))
    : undefined
  return { weights, ...(bias === undefined ? {} : { bias }) }
}

/** Drops entries at the rate of a scale option; the identity where the rate is exactly 0, and outside of training. */
export const dropIn =
  (definition: Definition, options: Options, option: string, context: LayerContext) =>
  (x: Value): Value =>
    !context.training || isZeroScale(definition, options, option)
      ? x
      : dropped(x, context.scalar(option), context)

/**
 * Pairs (xᵢ, xᵢ₊D/₂) of the features of place t turned by the angle t·10000^(−2i/D): [N, H, T, D] (Su et al., RoFormer, 2021, eq. 34;
 * the paper pairs neighbours, which is another order of the columns of the weights).
 */
function rotary(graph: Builder, x: Value): Value {
  const [length = 1, depth = 2] = fixedShape(x.type.shape.slice(-2))
  const half = depth / 2
  const table = (wave: (angle: number) => number): Value =>
    graph.constant(
      tensorFrom(
        'float32',
        [length, half],
        Float32Array.from({ length: length * half }, (_, entry) =>
          wave(Math.floor(entry / half) * 10000 ** ((-2 * (entry % half)) / depth)),
        ),
      ),
    )
  const [first, second] = graph.split(x, 3, [half, half])
  if (first === undefined || second === undefined) return x
  const [cos, sin] = [table(Math.cos), table(Math.sin)]
  return graph.concat(
    [
      graph.subtract(graph.multiply(first, cos), graph.multiply(second, sin)),
      graph.add(graph.multiply(second, cos), graph.multiply(first, sin)),
    ],
    3,
  )
}
