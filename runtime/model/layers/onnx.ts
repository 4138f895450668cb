// Features of a frozen model: a foreign graph at the head of a model. It is run once over the data and never trained.
import { GraphError } from '../../../schemas/diagnostic.js'
import { Rejection } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { hasOption, listOption } from '../options.js'
import type { Layer } from './layer.js'

/**
 * x [N, …] → [N, …features]: a tensor of an ONNX model. It stands first in a model, where trial/frozen works its features out before
 * training; no gradient passes through it, so a graph that holds it elsewhere cannot be built.
 */
export const onnx = {
  role: 'layer',
  kind: 'onnx',
  summary:
    'Frozen features: what a tensor of an ONNX model gives for each example, worked out once and kept.',
  options: {
    file: {
      type: 'string',
      description: 'ONNX file with one input, which takes prepared examples.',
      'x-shorthand': true,
      'x-path': true,
    },
    output: {
      type: 'string',
      description:
        'Name of the tensor that is the features: an output, or any tensor inside. Absent: the one output.',
    },
    sha256: {
      type: 'string',
      description: 'SHA-256 of the file; the compiler fills it in, and a run refuses another file.',
    },
    features: {
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      minItems: 1,
      description: 'Shape of the features of one example; the compiler fills it in.',
    },
  },
  required: ['file'],
  reference: 'Yosinski et al., How transferable are features in deep neural networks?, NIPS 2014',
  output: (options, input): Signal => {
    if (input.type !== 'real') throw new Rejection('an ONNX model takes numbers, not category codes', '')
    if (hasOption(onnx, options, 'features'))
      return { type: 'real', shape: listOption(onnx, options, 'features') }
    throw new Rejection(
      'the shape of the features is not known: compile the specification where the file is',
      '',
    )
  },
  cost: () => ({ parameters: 0, flops: 0 }),
  build: ({ layer }) => {
    throw new GraphError('onnx-not-first', `'${layer.path}' does not stand first in the model`, {
      hint: 'frozen features are worked out before training: no gradient passes through them',
    })
  },
} as const satisfies Layer
