// Reasons for which a sampler cannot take an experiment, in one sentence each.
import type { SearchContext } from './sampler.js'

/** Samplers that climb one value cannot take several objectives. */
export const needsOneObjective = (kind: string, context: SearchContext): string | undefined =>
  context.objectives.length > 1
    ? `'${kind}' climbs one objective, and this experiment has ${context.objectives.length}`
    : undefined
