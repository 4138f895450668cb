// The contract of weight averaging: how far a running average of the weights goes towards them after each update.
import type { Definition } from '../../../schemas/definition.js'
import type { Options } from '../options.js'

/** Where in a training an update stands; it counts from 0. */
export interface UpdatePosition {
  readonly step: number
  /** Updates up to the horizon. */
  readonly total: number
  readonly stepsPerEpoch: number
}

/**
 * A rule for the average ā ← ā + s·(w − ā), which starts at the first weights. Running statistics of layers (batch normalization) are
 * averaged by the same rule. The average is the model: it is validated, selected, measured and exported.
 */
export interface Averaging extends Definition {
  readonly role: 'averaging'
  /** s in [0, 1] after that update: 1 makes the average the weights, 0 leaves it alone. */
  share(options: Options, position: UpdatePosition): number
}

/** Schema of `validate`. */
export const validateSchema = {
  type: 'string',
  enum: ['average', 'weights'],
  default: 'average',
  description:
    'What is looked at between epochs, for early stopping, plateaus and curves; final measurements and models are the average in any case.',
} as const
