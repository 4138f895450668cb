// Products, convolutions and pooling, as functions: windows completed, products of many rows made one product.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Value } from '../graph.js'
import { apply } from '../graph.js'
import * as operators from '../operators/index.js'
import { at } from '../rules/lanes.js'
import { fixedShape } from '../tensor-type.js'
import type { ConvWindow, Linear, MatmulOptions, PoolWindow, Products } from '../vocabulary.js'
import { reducing } from './reducing.js'
import { inHalves } from './halves.js'
import { shaping } from './shaping.js'

/** Linear operators whose nodes say where they come from, and which take products in half precision where that is asked for. */
export function linear(origin: string, products: Products = 'float32'): Linear<Value> {
  const own = { matmul: matmulFrom(origin), ...convolutions(origin) }
  return { ...(products === 'float16' ? inHalves(own, origin) : own), ...pools(origin) }
}

/**
 * A product. Rows under several leading axes times one matrix are made one long matrix first: the weight
 * gradient then is a single product instead of many and a sum.
 */
const matmulFrom =
  (origin: string): Linear<Value>['matmul'] =>
  (left, right, options: MatmulOptions = {}) => {
    const { transposeLeft = false, transposeRight = false } = options
    const attributes = { transposeLeft, transposeRight }
    const { shape } = left.type
    const isOpen = shape.some((axis) => typeof axis === 'string')
    if (shape.length <= 2 || right.type.shape.length !== 2 || transposeLeft || isOpen) {
      return at(apply(operators.matmul, [left, right], attributes, origin), 0)
    }
    const { reshape } = shaping(origin)
    const rows = reshape(left, [-1, at(shape, shape.length - 1)])
    const product = at(apply(operators.matmul, [rows, right], attributes, origin), 0)
    return reshape(product, [...shape.slice(0, -1), at(product.type.shape, 1)])
  }

function convolutions(
  origin: string,
): Pick<Linear<Value>, 'conv' | 'convInputGradient' | 'convWeightGradient'> {
  return {
    conv: (x, weights, window, bias) => {
      const full = fullWindow(weights.type.shape.length - 2, window)
      return at(
        apply(operators.conv, bias === undefined ? [x, weights] : [x, weights, bias], full, origin),
        0,
      )
    },
    convInputGradient: (upstream, weights, spatial, window) => {
      const attributes = { ...fullWindow(spatial.length, window), spatial }
      return at(apply(operators.convInputGradient, [upstream, weights], attributes, origin), 0)
    },
    convWeightGradient: (x, upstream, kernel, window) => {
      const attributes = { ...fullWindow(kernel.length, window), kernel }
      return at(apply(operators.convWeightGradient, [x, upstream], attributes, origin), 0)
    },
  }
}

function pools(
  origin: string,
): Omit<Linear<Value>, 'matmul' | 'conv' | 'convInputGradient' | 'convWeightGradient'> {
  const { reduceMean, reduceMax } = reducing(origin)
  const { pad } = shaping(origin)
  const maxPoolWithPlaces: Linear<Value>['maxPoolWithPlaces'] = (x, window) => {
    const results = apply(operators.maxPool, [x], fullPool(window), origin)
    return [at(results, 0), at(results, 1)]
  }
  const spatialAxes = (x: Value): readonly number[] => x.type.shape.map((_, axis) => axis).slice(2)
  return {
    maxPoolWithPlaces,
    maxPool: (x, window) => maxPoolWithPlaces(x, window)[0],
    maxUnpool: (values, places, spatial, window) =>
      at(apply(operators.maxUnpool, [values, places], { ...fullPool(window), spatial }, origin), 0),
    pairMax: (x, axis) => {
      const results = apply(operators.pairMax, [x], { axis }, origin)
      return [at(results, 0), at(results, 1)]
    },
    pairSpread: (values, isFirst, axis) =>
      at(apply(operators.pairSpread, [values, isFirst], { axis }, origin), 0),
    averagePool: (x, { countPads = false, ...window }) => {
      const full = undilated(fullPool(window))
      if (!countPads) return at(apply(operators.averagePool, [x], full, origin), 0)
      const rank = full.kernel.length
      const [before, after] = [full.pads.slice(0, rank), full.pads.slice(rank)]
      const padded = pad(x, [0, 0, ...before], [0, 0, ...after])
      return at(apply(operators.averagePool, [padded], { ...full, pads: full.pads.map(() => 0) }, origin), 0)
    },
    averageUnpool: (upstream, spatial, window) => {
      const attributes = { ...undilated(fullPool(window)), spatial }
      return at(apply(operators.averageUnpool, [upstream], attributes, origin), 0)
    },
    globalAveragePool: (x) => reduceMean(x, spatialAxes(x)),
    globalMaxPool: (x) => reduceMax(x, spatialAxes(x)),
  }
}

/** Stride and dilation 1, no pads, one group, unless told. */
function fullWindow(rank: number, window: Partial<ConvWindow> = {}): ConvWindow {
  const ones = Array.from({ length: rank }, () => 1)
  const { strides = ones, dilations = ones, pads = [...ones, ...ones].map(() => 0), groups = 1 } = window
  return { strides, dilations, pads, groups }
}

function fullPool(window: Partial<PoolWindow> & Pick<PoolWindow, 'kernel'>): PoolWindow {
  const { kernel } = window
  const { dilations, pads } = fullWindow(kernel.length, window)
  return { kernel: fixedShape(kernel), strides: window.strides ?? kernel, dilations, pads }
}

function undilated(window: PoolWindow): PoolWindow {
  if (window.dilations.every((dilation) => dilation === 1)) return window
  throw new GraphError('attribute-range', '`average_pool` has no dilation')
}
