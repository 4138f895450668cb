// The contract of groups: one thing that is done to the parameters that some patterns name.
import type { Definition } from '../../../schemas/definition.js'
import type { Options } from '../options.js'

/** What a group does to a parameter; several groups multiply up, and one that freezes is enough. */
export interface Treatment {
  /** Not trained: it keeps its first values. */
  readonly frozen?: boolean
  /** Times the learning rate of each step. */
  readonly learningRate?: number
  /** Times the optimizer's weight decay. */
  readonly weightDecay?: number
}

/** A group of parameters. Its option `of` holds the patterns. */
export interface Group extends Definition {
  readonly role: 'group'
  treat(options: Options): Treatment
}

/** Schema of `of`: patterns of parameters, as {@link matchesParameter} reads them. */
export const patternsSchema = {
  type: ['string', 'array'],
  items: { type: 'string', minLength: 1 },
  minItems: 1,
  minLength: 1,
  description:
    'Which parameters: a name of a layer (`head`), a kind (`batch_norm`), a parameter (`bias`, `affine.weights`); `*` stands for anything; or a list of these.',
} as const

/** Schema of the factor of a group. */
export const timesSchema = <const Least extends object>(least: Least, description: string) =>
  ({
    type: 'number',
    ...least,
    description,
    'x-open': true,
    'x-scale': true,
  }) as const
