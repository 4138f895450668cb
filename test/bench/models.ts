// The models of the training benchmark: perceptrons, a convolutional and a recurrent net as recipes, a transformer straight from operators.
import { gradients } from '../../runtime/autodiff/reverse.js'
import * as losses from '../../runtime/model/losses/index.js'
import * as optimizers from '../../runtime/model/optimizers/index.js'
import type { Options } from '../../runtime/model/options.js'
import { trainingStep, type TrainingStep } from '../../runtime/model/training-step.js'
import type { Recipe } from '../../runtime/model/training-recipe.js'
import type { StateSlot } from '../../runtime/model/slots.js'
import type * as layers from '../../runtime/model/layers/index.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Builder, Value } from '../../runtime/tensor/graph.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { sequenceOf } from '../support/training.js'

/** A multilayer perceptron trained by SGD with momentum. */
export function perceptron(sizes: readonly number[], batch: number): TrainingStep {
  const [features = 1, ...widths] = sizes
  const uses = widths.flatMap((units, index): readonly (readonly [keyof typeof layers, Options?])[] =>
    index === widths.length - 1 ? [['affine', { units }]] : [['affine', { units }], ['relu']],
  )
  return trainingStep(recipeOf(sequenceOf({ shape: [features], type: 'real' }, uses), batch), builder())
}

/** Two blocks of convolution, batch normalization, rectifier and pooling on 1×28×28. */
export function convolutional(batch: number): TrainingStep {
  const model = sequenceOf({ shape: [1, 28, 28], type: 'real' }, [
    ['conv2d', { filters: 16, kernel: 3, padding: 'same' }],
    ['batchNorm'],
    ['relu'],
    ['maxPool2d', { kernel: 2 }],
    ['conv2d', { filters: 32, kernel: 3, padding: 'same' }],
    ['batchNorm'],
    ['relu'],
    ['maxPool2d', { kernel: 2 }],
    ['flatten'],
    ['affine', { units: 10 }],
  ])
  return trainingStep(recipeOf(model, batch), builder())
}

/** One recurrent layer of 64 units over 64 steps of 64 features; the state it ends with is classified. */
export function recurrent(kind: 'gru' | 'lstm', batch: number): TrainingStep {
  const model = sequenceOf({ shape: [length, width], type: 'real' }, [
    [kind, { units: width, return: 'last' }],
    ['affine', { units: 10 }],
  ])
  return trainingStep(recipeOf(model, batch), builder())
}

const recipeOf = (model: Recipe['model'], batch: number): Recipe => ({
  model,
  loss: { definition: losses.crossEntropy, options: {} },
  optimizer: { definition: optimizers.momentum, options: {} },
  batch,
})

const width = 64
const heads = 4
const length = 64
const vocabulary = 64

/** Two pre-norm layers of width 64, 4 heads, on sequences of 64 codes; plain SGD. Predicts the next code. */
export function transformer(batch: number): TrainingStep {
  const g = builder()
  const weights: Value[] = []
  const weight = (name: string, ...shape: readonly number[]): Value => {
    const value = g.parameter(name, tensorType('float32', shape))
    weights.push(value)
    return value
  }
  const data = g.input('data', tensorType('float32', ['rows', length]))
  const rows = g.input('batch', tensorType('int32', [batch]))
  const codes = g.cast(g.gather(data, rows, 0), 'int64')
  let x = g.add(g.gather(weight('codes', vocabulary, width), codes, 0), weight('places', length, width))
  for (const layer of [0, 1])
    x = block(g, x, batch, (name, ...shape) => weight(`${name}.${String(layer)}`, ...shape))
  const scores = g.logSoftmax(g.matmul(norm(g, x, weight), weight('scores', width, vocabulary)), 2)
  const loss = g.negate(g.reduceMean(g.reduceSum(g.multiply(g.oneHot(codes, vocabulary), scores), [2])))
  const rate = g.input('step.rate', tensorType('float32', []))
  const slopes = gradients(loss, weights)
  const state = weights.map((current, index): StateSlot => ({
    name: 'name' in current.node ? current.node.name : '',
    shape: current.type.shape.map(Number),
    current,
    next: g.subtract(current, g.multiply(slopes[index] ?? current, rate)),
  }))
  return { state, resident: [data], fixed: [], perStep: [rows, rate], rateClasses: [], loss }
}

type Weight = (name: string, ...shape: readonly number[]) => Value

function block(g: Builder, x: Value, batch: number, weight: Weight): Value {
  const split = (name: string, y: Value): Value =>
    g.transpose(
      g.reshape(g.matmul(y, weight(name, width, width)), [batch, length, heads, width / heads]),
      [0, 2, 1, 3],
    )
  const y = norm(g, x, (name, ...shape) => weight(`attend.${name}`, ...shape))
  const meeting = g.matmul(split('query', y), split('key', y), { transposeRight: true })
  const share = g.softmax(g.multiply(meeting, (width / heads) ** -0.5), 3)
  const seen = g.reshape(g.transpose(g.matmul(share, split('value', y)), [0, 2, 1, 3]), [
    batch,
    length,
    width,
  ])
  const attended = g.add(x, g.matmul(seen, weight('out', width, width)))
  const z = norm(g, attended, (name, ...shape) => weight(`feed.${name}`, ...shape))
  const hidden = g.relu(g.add(g.matmul(z, weight('up', width, 4 * width)), weight('up-bias', 4 * width)))
  return g.add(
    attended,
    g.add(g.matmul(hidden, weight('down', 4 * width, width)), weight('down-bias', width)),
  )
}

function norm(g: Builder, x: Value, weight: Weight): Value {
  const centred = g.subtract(x, g.reduceMean(x, [2], true))
  const variance = g.reduceMean(g.multiply(centred, centred), [2], true)
  const unit = g.divide(centred, g.sqrt(g.add(variance, 1e-5)))
  return g.add(g.multiply(unit, weight('gain', width)), weight('shift', width))
}
