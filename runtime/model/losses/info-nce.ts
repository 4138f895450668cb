// Embeddings in which each pair of a class is told from the rows of other classes.
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
 * −1/|P(i)| · Σ_{p ∈ P(i)} log(e^(zᵢ·z_p/τ) / (e^(zᵢ·z_p/τ) + Σ_{n ∈ N(i)} e^(zᵢ·z_n/τ))) of unit vectors z: equation 4 of the paper for
 * each pair of equal labels, with the rows of other labels as its negatives; 0 where a row has no positive in its batch. Unlike
 * `supervised_contrastive`, the positives of a row do not compete with each other.
 */
export const infoNce = {
  role: 'loss',
  kind: 'info_nce',
  summary: 'Tells each pair of a class from the rows of other classes in the batch.',
  options: { temperature: temperature(0.1) },
  required: [],
  target: 'class',
  outputs: 'embeddings',
  reference:
    'van den Oord, Li and Vinyals, Representation learning with contrastive predictive coding, 2018, equation 4',
  refuses: (output, target) => refuseEmbeddings('info_nce', output, target),
  compares: (_options, batch) => batch,
  rows: (_options, outputs, targets, { graph, scalar }): Value => {
    const { positive, negative } = pairsOf(targets, graph)
    const scores = graph.divide(cosines(unitVectors(outputs, graph), graph), scalar('temperature'))
    const against = graph.logSumExp(graph.where(negative, scores, never), [1], true)
    return meanOfPositives(graph.softplus(graph.subtract(against, scores)), positive, graph)
  },
  predict: unitVectors,
} as const satisfies Loss
