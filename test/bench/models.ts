// The models of the training benchmark, as recipes; pytorch.py has the same.
import * as losses from '../../runtime/model/losses/index.js'
import * as optimizers from '../../runtime/model/optimizers/index.js'
import type { Options } from '../../runtime/model/options.js'
import { trainingStep, type TrainingStep } from '../../runtime/model/training-step.js'
import type { Recipe } from '../../runtime/model/training-recipe.js'
import type * as layers from '../../runtime/model/layers/index.js'
import { builder } from '../../runtime/tensor/builder.js'
import { sequenceOf } from '../support/training.js'

/** A multilayer perceptron trained by SGD with momentum. */
export function perceptron(sizes: readonly number[], batch: number): TrainingStep {
  const [features = 1, ...widths] = sizes
  const uses = widths.flatMap((units, index): Uses =>
    index === widths.length - 1 ? [['affine', { units }]] : [['affine', { units }], ['relu']],
  )
  return trainingStep(recipeOf(sequenceOf({ shape: [features], type: 'real' }, uses), batch), builder())
}

/** Blocks of convolution, batch normalization, rectifier and pooling, then scores. */
export function convolutional(
  image: readonly [number, number, number],
  filters: readonly number[],
  batch: number,
): TrainingStep {
  const blocks = filters.flatMap((count): Uses => [
    ['conv2d', { filters: count, kernel: 3, padding: 'same' }],
    ['batchNorm'],
    ['relu'],
    ['maxPool2d', { kernel: 2 }],
  ])
  const model = sequenceOf({ shape: image, type: 'real' }, [
    ...blocks,
    ['flatten'],
    ['affine', { units: 10 }],
  ])
  return trainingStep(recipeOf(model, batch), builder())
}

/** Two pre-norm layers of width 64, 4 heads, on sequences of 64 codes out of 64; scores from the last step. */
export function transformer(batch: number): TrainingStep {
  const block: Uses[number] = ['transformerBlock', { heads: 4, activation: 'relu' }]
  const model = sequenceOf({ shape: [64], type: 'code', vocabulary: 64 }, [
    ['embedding', { width: 64 }],
    ['positionalEncoding'],
    block,
    block,
    ['layerNorm'],
    ['lastStep'],
    ['affine', { units: 64 }],
  ])
  return trainingStep(recipeOf(model, batch), builder())
}

/** One recurrent layer of 64 units over 64 steps of 64 features; scores from the last step. */
export function recurrent(kind: 'gru' | 'lstm', batch: number): TrainingStep {
  const model = sequenceOf({ shape: [64, 64], type: 'real' }, [
    [kind, { units: 64, return: 'last' }],
    ['affine', { units: 10 }],
  ])
  return trainingStep(recipeOf(model, batch), builder())
}

type Uses = readonly (readonly [keyof typeof layers, Options?])[]

const recipeOf = (model: Recipe['model'], batch: number): Recipe => ({
  model,
  loss: { definition: losses.crossEntropy, options: {} },
  optimizer: { definition: optimizers.momentum, options: {} },
  batch,
})
