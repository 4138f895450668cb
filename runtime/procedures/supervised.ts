// Supervised training of native models: the declaration. How it is carried out is trial/supervised.ts.
import type { Specified } from '../space/search-space.js'
import { formOfRecipe } from '../model/population.js'
import { recipeOf } from '../model/recipe.js'
import { trainingStructure } from '../model/structure.js'
import type { RowSets } from '../protocols/protocol.js'
import type { ProcedureDefinition } from './procedure.js'

/** Minibatch training on rows of a data set; the last, smaller batch of an epoch is dropped. */
export const supervised = {
  role: 'procedure',
  kind: 'supervised',
  summary: 'Trains a native model on the rows of a data set by minibatch gradient descent.',
  options: {
    loss: { 'x-role': 'loss', description: 'What training lowers.', 'x-open': true },
    optimizer: {
      'x-role': 'optimizer',
      default: 'adam',
      description: 'How weights are updated.',
      'x-open': true,
    },
    schedule: {
      'x-role': 'schedule',
      default: 'constant',
      description: 'How the learning rate changes over time.',
      'x-open': true,
    },
    batch_size: {
      type: 'integer',
      minimum: 1,
      default: 32,
      description: 'Rows in a batch; never more than there are training rows.',
      'x-open': true,
    },
    epochs: {
      type: 'integer',
      minimum: 1,
      description:
        'Passes over the training rows; where a fidelity is declared, its largest value unless written.',
      'x-open': true,
    },
    early_stopping: {
      type: 'integer',
      minimum: 1,
      description:
        'Epochs without improvement on the stop rows after which training ends and goes back to its best epoch; absent: never.',
      'x-open': true,
    },
    stopping_metric: {
      type: 'string',
      default: 'loss',
      description: 'What early stopping watches on the stop rows: loss, or a metric.',
    },
    stopping_change: {
      type: 'number',
      minimum: 0,
      default: 0,
      description: 'Smallest change of the watched metric that counts as an improvement.',
    },
    clip_norm: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'Largest norm of the whole gradient; longer ones are scaled down to it.',
      'x-open': true,
      'x-scale': true,
    },
    clip_value: {
      type: 'number',
      exclusiveMinimum: 0,
      description:
        'Largest size of an entry of the gradient; larger ones are cut to it, before any norm is taken.',
      'x-open': true,
      'x-scale': true,
    },
    accumulate: {
      type: 'integer',
      minimum: 1,
      description:
        'Batches whose mean gradient makes one update, as a batch so many times larger would; schedules count updates. Absent: one.',
      'x-open': true,
    },
    precision: {
      type: 'string',
      enum: ['float32', 'mixed'],
      description:
        'mixed: products of layers in half precision, all else in float32, the loss scaled so that small gradients are kept. Absent: float32.',
      'x-open': true,
    },
    groups: {
      'x-role': 'group',
      type: 'array',
      minItems: 1,
      description: 'What is done to some parameters alone: other learning rates or decays, none at all.',
    },
    parametrization: {
      'x-role': 'parametrization',
      description:
        'How first values and learning rates of parts of the model follow its width. Absent: as layers and optimizer say.',
      'x-open': true,
    },
    reparametrize: {
      'x-role': 'reparametrization',
      type: 'array',
      minItems: 1,
      description:
        'Parameters that are computed from others: of several that name one parameter, the first counts.',
    },
    averaging: {
      'x-role': 'averaging',
      description:
        'How weights are averaged over the training; the average is the model. Absent: they are not.',
      'x-open': true,
    },
    horizon: {
      type: 'string',
      enum: ['maximum', 'rung'],
      default: 'maximum',
      description:
        'Where the schedule ends: at the maximum fidelity, so that going on from a rung equals training straight through, or at each rung.',
    },
  },
  required: ['loss'],
  structure: (specified: Specified, rows: RowSets): string =>
    trainingStructure(recipeOf(specified, rows.train.length)),
  width: (specified: Specified): number => {
    const recipe = recipeOf(specified, Number.MAX_SAFE_INTEGER)
    return formOfRecipe(recipe, specified).cap
  },
} as const satisfies ProcedureDefinition
