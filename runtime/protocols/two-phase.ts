// Tune on one pool, evaluate what was selected, and nothing else, on another; repeated over replicates.
import { evaluationUnits, refitUnit, tuningUnits, type PhaseSettings } from './phases.js'
import type { ProtocolContext, ProtocolDefinition } from './protocol.js'
import { ownSeed, seeds, select, tuneRows } from './option-schemas.js'
import { amount, checkSelect, group, rowFractions, seeded, selectBy, word } from './settings.js'

const perReplicate = {
  enum: ['per_replicate', 'shared'],
  default: 'per_replicate',
} as const

/**
 * Every arm's sampler tunes on the tuning pool of a replicate; the selected configuration is trained again with fresh seeds and
 * measured on that replicate's evaluation pool.
 */
export const twoPhase = {
  role: 'protocol',
  kind: 'two_phase',
  summary:
    'Tunes on one pool and measures the selected configuration, trained again, on another, over independent replicates.',
  reference: 'Cha and Cho, "Hyperparameters in continual learning: a reality check", TMLR 2025',
  options: {
    replicates: {
      type: 'integer',
      minimum: 1,
      maximum: 10000,
      default: 1,
      'x-shorthand': true,
      description: 'Independent repetitions of tuning and evaluation; what tuned arms are compared over.',
    },
    tune: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'The tuning phase.',
      properties: { rows: tuneRows, seeds, select },
    },
    evaluate: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'The evaluation phase.',
      properties: {
        seeds,
        train_on: {
          enum: ['tune', 'evaluate'],
          default: 'tune',
          description:
            'Where the selected configuration is trained again: on the whole tuning pool, measured on the whole evaluation pool; or on a part of the evaluation pool, measured on the rest.',
        },
        rows: {
          type: 'object',
          additionalProperties: false,
          description: 'Fractions of the evaluation pool, for `train_on: evaluate`.',
          properties: {
            train: {
              type: 'number',
              exclusiveMinimum: 0,
              maximum: 1,
              description: 'Rows to train on.',
            },
            measure: {
              type: 'number',
              exclusiveMinimum: 0,
              maximum: 1,
              description: 'Rows to measure on.',
            },
          },
        },
      },
    },
    seed: ownSeed,
    split: {
      ...perReplicate,
      description: 'Whether every replicate draws pools of its own, or all share one split.',
    },
    training_seeds: {
      ...perReplicate,
      description:
        'Whether every replicate trains with seeds of its own, or all share them: then a configuration has one value, and replicates differ by the draws of their samplers alone.',
    },
  },
  required: [],
  tuning: (context) => {
    const tune = group(context.options, 'tune')
    checkSelect(word(tune, 'select', 'best'), amount(tune, 'seeds', 1))
    return tuningUnits(seeded(context), settingsOf(context))
  },
  evaluation: (context, unit) => evaluationUnits(seeded(context), settingsOf(context), unit),
  select: (context, trials) =>
    selectBy(word(group(context.options, 'tune'), 'select', 'best'), trials, context.direction),
  refit: (context, rows) => refitUnit(seeded(context), settingsOf(context), rows),
} as const satisfies ProtocolDefinition

function settingsOf({ options }: ProtocolContext): PhaseSettings {
  const tune = group(options, 'tune')
  const evaluate = group(options, 'evaluate')
  const { train, other: select, stop } = rowFractions(group(tune, 'rows'), 'select', 0.8)
  const measured = rowFractions(group(evaluate, 'rows'), 'measure', 0.8)
  return {
    replicates: amount(options, 'replicates', 1),
    tune: { train, select, seeds: amount(tune, 'seeds', 1), ...(stop > 0 ? { stop } : {}) },
    evaluate: {
      seeds: amount(evaluate, 'seeds', 1),
      trainOn: word(evaluate, 'train_on', 'tune') === 'evaluate' ? 'evaluate' : 'tune',
      train: measured.train,
      measure: measured.other,
    },
    sharedSplit: word(options, 'split', 'per_replicate') === 'shared',
    sharedSeeds: word(options, 'training_seeds', 'per_replicate') === 'shared',
    pools: { tune: 0.5, evaluate: 0.5 },
  }
}
