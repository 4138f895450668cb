// Option schemas that convolution and pooling share.

const pair = {
  type: ['integer', 'array'],
  minimum: 1,
  items: { type: 'integer', minimum: 1 },
  minItems: 2,
  maxItems: 2,
  'x-open': true,
} as const

/** Size of the window, with a default where the layer has one. */
export const kernelSchema = <const Default extends number>(standard: Default) =>
  ({
    ...pair,
    default: standard,
    description: 'Height and width of the window: one number, or [height, width].',
  }) as const

/** Size of a window that must be written; also the layer's bare value. */
export const requiredKernelSchema = {
  ...pair,
  description: 'Height and width of the window: one number, or [height, width].',
  'x-shorthand': true,
} as const

/** How far the window moves. */
export const strideSchema = {
  ...pair,
  description: 'Steps of the window: one number, or [vertical, horizontal].',
} as const

/** Distance between the taps of a window. */
export const dilationSchema = {
  ...pair,
  default: 1,
  description: 'Distance between the taps of the window: one number, or [vertical, horizontal].',
} as const

/** Whether the border is padded. */
export const paddingSchema = {
  type: 'string',
  enum: ['same', 'valid'],
  default: 'valid',
  description:
    'same: zeros around the image so that the size is the input size divided by the stride; valid: none.',
  'x-open': true,
} as const
