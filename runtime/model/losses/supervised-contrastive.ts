// Embeddings in which rows of a class lie together.
import type { Value } from '../../tensor/graph.js'
import { never } from './class-codes.js'
import {
  cosines,
  meanOfPositives,
  pairsOf,
  refuseEmbeddings,
  temperature,
  unitVectors,
} from './embeddings.js'
import type { Loss } from './loss.js'

/**
 * −1/|P(i)| · Σ_{p ∈ P(i)} log(e^(zᵢ·z_p/τ) / Σ_{a ≠ i} e^(zᵢ·z_a/τ)) of unit vectors z, where P(i) are the other rows of the batch
 * with the label of row i (L_out, equation 2); 0 where there are none.
 */
export const supervisedContrastive = {
  role: 'loss',
  kind: 'supervised_contrastive',
  summary: 'Pulls the embeddings of a class together against all others of the batch.',
  options: { temperature: temperature(0.1) },
  required: [],
  target: 'class',
  outputs: 'embeddings',
  reference: 'Khosla et al., Supervised contrastive learning, NeurIPS 2020, equation 2',
  refuses: (output, target) => refuseEmbeddings('supervised_contrastive', output, target),
  compares: (_options, batch) => batch,
  rows: (_options, outputs, targets, { graph, scalar }): Value => {
    const { self, positive } = pairsOf(targets, graph)
    const scores = graph.divide(cosines(unitVectors(outputs, graph), graph), scalar('temperature'))
    const shares = graph.logSoftmax(graph.where(self, never, scores), 1)
    return graph.negate(meanOfPositives(shares, positive, graph))
  },
  predict: unitVectors,
} as const satisfies Loss
