// Options that all claim kinds share, as JSON Schemas for editors and checks.
import type { OptionSchema } from '../../schemas/definition.js'
import { quantityOptions } from './quantities/find.js'
import { differenceTests } from './comparisons/find.js'

const tests = [...differenceTests.values()].map(({ by, summary }) => `${by} (${summary})`).join('; ')

/** Options of every claim. */
export const sharedOptions: Readonly<Record<string, OptionSchema>> = {
  on: {
    type: ['string', 'object'],
    description:
      'A metric of the evaluation; `tuning.<metric>` for the best value that tuning saw; or a search quantity as a one-key map, for example `{ best_after: { metric: accuracy, trials: 16 } }`.',
    properties: quantityOptions,
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  },
  over: {
    enum: ['replicates', 'seeds', 'folds', 'tasks'],
    default: 'replicates',
    description: 'The unit that is resampled: values of one unit are averaged before they are compared.',
  },
  of: {
    enum: ['selected_configurations'],
    description:
      'Says that the claim is about the configurations that were selected, not about the methods that selected them; allows `over: seeds` for tuned arms.',
  },
  by: {
    enum: [...differenceTests.keys()],
    default: 'paired_permutation',
    description: `The test: ${tests}.`,
  },
  direction: {
    enum: ['maximize', 'minimize'],
    description: 'Which way the metric is good, where neither its definition nor the objective says so.',
  },
  exploratory: {
    type: 'boolean',
    default: false,
    description: 'Outside the family of claims that are corrected together, and marked so.',
  },
  id: { type: 'string', description: 'Name of the claim in results; made from its words where absent.' },
}

/** Options of claims that compare two arms. */
export const comparisonOptions: Readonly<Record<string, OptionSchema>> = {
  than: { type: 'string', description: 'The arm it is compared with.' },
  ...sharedOptions,
  at: {
    type: 'number',
    exclusiveMinimum: 0,
    exclusiveMaximum: 0.5,
    default: 0.05,
    description: 'Level of the test after correction for the family.',
  },
}

/** The option that carries a margin. */
export const marginOption: OptionSchema = {
  type: 'number',
  exclusiveMinimum: 0,
  description: "The largest difference that does not matter, in the metric's unit.",
}
