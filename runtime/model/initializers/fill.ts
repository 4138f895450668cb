// One stated value everywhere. Named so because `constant` is a schedule.
import { sizeOf } from '../../support/shape.js'
import { numberOption } from '../options.js'
import type { Initializer } from './initializer.js'

/** All entries equal to `value`. */
export const fill = {
  role: 'initializer',
  kind: 'fill',
  summary: 'All entries equal to one stated value.',
  options: {
    value: {
      type: 'number',
      description: 'The value of every entry.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: ['value'],
  draw: (options, { shape }): Float32Array =>
    new Float32Array(sizeOf(shape)).fill(numberOption(fill, options, 'value')),
} as const satisfies Initializer
