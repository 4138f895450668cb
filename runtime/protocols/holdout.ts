// The plain protocol: one split, one search, one measurement of what was selected on rows that the search never saw.
import { evaluationUnits, refitUnit, tuningUnits, type PhaseSettings } from './phases.js'
import type { ProtocolContext, ProtocolDefinition } from './protocol.js'
import { ownSeed, seeds, select, tuneRows } from './option-schemas.js'
import { amount, checkSelect, group, rowFractions, seeded, selectBy, word } from './settings.js'

/** What an experiment of one arm and no claim gets: `data.pools` (by default 0.8 and 0.2), tuned on the first, measured on the second. */
export const holdout = {
  role: 'protocol',
  kind: 'holdout',
  summary:
    'Splits once, tunes on one part, and measures the selected configuration, trained again, on the other.',
  options: {
    rows: { ...tuneRows, default: {} },
    seeds,
    select,
    evaluate_seeds: { ...seeds, description: 'Trainings of the selected configuration that are measured.' },
    seed: ownSeed,
  },
  required: [],
  tuning: (context) => {
    checkSelect(word(context.options, 'select', 'best'), amount(context.options, 'seeds', 1))
    return tuningUnits(seeded(context), settingsOf(context))
  },
  evaluation: (context, unit) => evaluationUnits(seeded(context), settingsOf(context), unit),
  select: (context, trials) => selectBy(word(context.options, 'select', 'best'), trials, context.direction),
  refit: (context, rows) => refitUnit(seeded(context), settingsOf(context), rows),
} as const satisfies ProtocolDefinition

function settingsOf({ options }: ProtocolContext): PhaseSettings {
  const { train, other: select, stop } = rowFractions(group(options, 'rows'), 'select', 0.75)
  return {
    replicates: 1,
    tune: { train, select, seeds: amount(options, 'seeds', 1), ...(stop > 0 ? { stop } : {}) },
    evaluate: { seeds: amount(options, 'evaluate_seeds', 1), trainOn: 'tune', train: 0.8, measure: 0.2 },
    sharedSplit: true,
    sharedSeeds: true,
    pools: { tune: 0.8, evaluate: 0.2 },
  }
}
