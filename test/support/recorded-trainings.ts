// The trainings that test/reference/record.py recorded with PyTorch: models, data and first weights.
import { numbersOf, tensorFrom, type Tensor } from '../../runtime/tensor/tensor.js'
import { numbers, type Rerun } from './reference.js'
import { classification, sequenceOf } from './training.js'

/** A multilayer perceptron. */
export const perceptron: Rerun = {
  model: sequenceOf({ shape: [16], type: 'real' }, [
    ['affine', { units: 32 }],
    ['relu'],
    ['affine', { units: 32 }],
    ['relu'],
    ['affine', { units: 4 }],
  ]),
  training: classification('adam', { learning_rate: 0.001 }),
  batch: 32,
  data: numbers(10, [256, 16], 1),
  classes: 4,
  start: {
    'affine#0.weights': numbers(11, [16, 32], 0.3),
    'affine#2.weights': numbers(12, [32, 32], 0.3),
    'affine#4.weights': numbers(13, [32, 4], 0.3),
  },
}

/** Two convolutions with batch normalization. */
export const convolutional: Rerun = {
  model: sequenceOf({ shape: [1, 12, 12], type: 'real' }, [
    ['conv2d', { filters: 8, padding: 'same' }],
    ['batchNorm'],
    ['silu'],
    ['averagePool2d', { kernel: 2 }],
    ['conv2d', { filters: 16, padding: 'same' }],
    ['batchNorm'],
    ['silu'],
    ['averagePool2d', { kernel: 2 }],
    ['flatten'],
    ['affine', { units: 10 }],
  ]),
  training: classification('momentum', { learning_rate: 0.01, momentum: 0.9 }),
  batch: 32,
  data: numbers(20, [256, 1, 12, 12], 1),
  classes: 10,
  start: {
    'conv2d#0.weights': numbers(21, [8, 1, 3, 3], 0.5),
    'conv2d#4.weights': numbers(22, [16, 8, 3, 3], 0.2),
    'affine#9.weights': numbers(23, [144, 10], 0.1),
  },
}

/** First weights of a block, as record.py fills them. */
const blockStart = (block: number): Readonly<Record<string, Tensor>> => {
  const [scope, seed] = [`transformer_block#${String(2 + block)}`, 40 + 10 * block]
  return {
    [`${scope}.query_weights`]: numbers(seed, [16, 16], 0.3),
    [`${scope}.key_weights`]: numbers(seed + 1, [16, 16], 0.3),
    [`${scope}.value_weights`]: numbers(seed + 2, [16, 16], 0.3),
    [`${scope}.output_weights`]: numbers(seed + 3, [16, 16], 0.3),
    [`${scope}.up_weights`]: numbers(seed + 4, [16, 64], 0.3),
    [`${scope}.down_weights`]: numbers(seed + 5, [64, 16], 0.2),
  }
}

/** Two layers of a transformer on codes. */
export const transformer: Rerun = {
  model: sequenceOf({ shape: [10], type: 'code', vocabulary: 12 }, [
    ['embedding', { width: 16 }],
    ['positionalEncoding'],
    ['transformerBlock', { heads: 4, hidden: 64 }],
    ['transformerBlock', { heads: 4, hidden: 64 }],
    ['layerNorm'],
    ['globalAveragePool'],
    ['affine', { units: 5 }],
  ]),
  training: classification('adamw', { learning_rate: 0.001, weight_decay: 0.05 }),
  batch: 16,
  data: tensorFrom(
    'float32',
    [256, 10],
    Float32Array.from(numbersOf(numbers(30, [256, 10], 1)), (x) =>
      Math.trunc(Math.fround(Math.fround(x + 1) * 6)),
    ),
  ),
  classes: 5,
  start: {
    'embedding#0.table': numbers(31, [12, 16], 0.5),
    'positional_encoding#1.table': numbers(32, [10, 16], 0.5),
    'affine#6.weights': numbers(33, [16, 5], 0.3),
    ...blockStart(0),
    ...blockStart(1),
  },
}

/** A bidirectional GRU, then an LSTM, trained by Adam. */
export const recurrent: Rerun = {
  model: sequenceOf({ shape: [12, 6], type: 'real' }, [
    ['gru', { units: 8, bidirectional: true }],
    ['lstm', { units: 8, return: 'last' }],
    ['affine', { units: 4 }],
  ]),
  training: classification('adam', { learning_rate: 0.001 }),
  batch: 16,
  data: numbers(60, [256, 12, 6], 1),
  classes: 4,
  start: {
    'gru#0.input_weights': numbers(61, [6, 24], 0.5),
    'gru#0.hidden_weights': numbers(62, [8, 24], 0.5),
    'gru#0.reverse_input_weights': numbers(63, [6, 24], 0.5),
    'gru#0.reverse_hidden_weights': numbers(64, [8, 24], 0.5),
    'lstm#1.input_weights': numbers(65, [16, 32], 0.5),
    'lstm#1.hidden_weights': numbers(66, [8, 32], 0.5),
    'affine#2.weights': numbers(67, [8, 4], 0.5),
  },
}
