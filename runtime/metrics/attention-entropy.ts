// How widely attention looks, while a model is trained.
import type { MetricDefinition, MetricFacts } from './metric.js'

/**
 * Mean over queries, heads and examples of the entropy of attention, in nats, averaged over layers and training steps: from 0 (each query
 * sees one step) to log T. Measured on training batches before each update (Zhai et al., Stabilizing Transformer Training by Preventing
 * Attention Entropy Collapse, ICML 2023, section 3). NaN without attention.
 */
export const attentionEntropy = {
  role: 'metric',
  kind: 'attention_entropy',
  summary: 'Entropy of attention in nats, averaged over layers and training steps.',
  options: {},
  required: [],
  direction: 'maximize',
  needs: 'training',
  observes: 'attention_entropy',
  start: (facts?: MetricFacts) => ({
    add: () => undefined,
    value: () => {
      const { sum = Number.NaN, count = 0 } = facts?.observed?.['attention_entropy'] ?? {}
      return sum / count
    },
  }),
} as const satisfies MetricDefinition
