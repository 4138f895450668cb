// How narrow attention became at its narrowest, while a model was trained.
import type { MetricDefinition, MetricFacts } from './metric.js'

/**
 * The lowest over layers and training steps of the mean entropy of attention, in nats: falls towards 0 where attention collapses, also
 * where it recovers later (Zhai et al., Stabilizing Transformer Training by Preventing Attention Entropy Collapse, ICML 2023, section 3).
 * NaN without attention.
 */
export const lowestAttentionEntropy = {
  role: 'metric',
  kind: 'lowest_attention_entropy',
  summary: 'The lowest entropy of attention in nats, over layers and training steps.',
  options: {},
  required: [],
  direction: 'maximize',
  needs: 'training',
  observes: 'attention_entropy',
  start: (facts?: MetricFacts) => ({
    add: () => undefined,
    value: () => facts?.observed?.['attention_entropy']?.lowest ?? Number.NaN,
  }),
} as const satisfies MetricDefinition
