// A subspace along directions that are never written out: products of diagonal matrices, a permutation and Walsh–Hadamard transforms.
import type { RandomStream } from '../../../support/random.js'
import { beyondPlaces, type Projection } from './projection.js'

/**
 * The first D entries of H·G·Π·H·B·z (Le, Sarlós and Smola, Fastfood, ICML 2013), z padded to L = 2^⌈log₂ D⌉: B random signs, Π a random permutation,
 * G normal draws, H unnormalised. G is divided by √(D·ΣG²), that is √(L·ΣG²)·√(D/L): columns of all L entries then have length √(L/D),
 * so the D that are kept have length 1 up to chance. 2·L + d numbers, L·log L operations.
 */
export const fastfood: Projection = {
  kind: 'fastfood',
  refuses: ({ dimension, entries }) =>
    dimension < entries
      ? beyondPlaces('fastfood', entries)
      : `a fastfood subspace has fewer dimensions than the weights it moves, not ${String(dimension)} for ${String(entries)}`,
  work: ({ entries }) => paddedLength(entries) * Math.log2(paddedLength(entries)),
  move: (point, { dimension, entries }, { graph, sharedState }) => {
    const length = paddedLength(entries)
    const signs = sharedState('signs', [1, dimension], ({ random }) => randomSigns(dimension, random))
    const order = sharedState('order', [length], ({ random }) =>
      Float32Array.from(random.permutation(length)),
    )
    const scales = sharedState('scales', [length], ({ random }) => scaledNormals(length, entries, random))
    const padded = graph.pad(graph.multiply(point, signs), [0, 0], [0, length - dimension])
    const spread = graph.reshape(graph.walshHadamard(padded, 1), [length])
    const permuted = graph.gatherElements(spread, graph.cast(order, 'int64'), 0)
    const all = graph.walshHadamard(graph.multiply(permuted, scales), 0)
    return graph.slice(all, [{ axis: 0, start: 0, end: entries }])
  },
}

const paddedLength = (entries: number): number => 2 ** Math.ceil(Math.log2(entries))

const randomSigns = (count: number, random: RandomStream): Float32Array =>
  Float32Array.from({ length: count }, () => (random.integer(2) === 0 ? -1 : 1))

function scaledNormals(length: number, entries: number, random: RandomStream): Float32Array {
  const draws = random.normals(length)
  const squares = draws.reduce((sum, draw) => sum + draw * draw, 0)
  return Float32Array.from(draws, (draw) => draw / Math.sqrt(entries * squares))
}
