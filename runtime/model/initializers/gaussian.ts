// Normal draws of a stated deviation, whatever the fan.
import { numberOption } from '../options.js'
import { drawNormal, type Initializer } from './initializer.js'

/** N(0, deviation²). */
export const gaussian = {
  role: 'initializer',
  kind: 'gaussian',
  summary: 'Normal with mean 0 and a stated deviation.',
  options: {
    deviation: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 0.01,
      description: 'Standard deviation of the draws.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  draw: (options, { shape }, random): Float32Array =>
    drawNormal(shape, numberOption(gaussian, options, 'deviation'), random),
} as const satisfies Initializer
