// Shapes of one example as the language speaks of them, without the batch axis.

/** Axis sizes of one example: `[]` scalar, `[features]`, `[channels, height, width]` (NCHW order), `[length, width]`. */
export type Shape = readonly number[]

/** What flows between modules: shape of one example, and whether entries are reals or category codes. */
export interface Signal {
  readonly shape: Shape
  readonly type: 'real' | 'code'
  /** For codes: how many there are. */
  readonly vocabulary?: number
}

/** Number of entries of one example. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, axis) => product * axis, 1)

/** `[8, 14, 14]` as `8×14×14`, a scalar as `scalar`: for messages. */
export const showShape = (shape: Shape): string => (shape.length === 0 ? 'scalar' : shape.join('×'))
