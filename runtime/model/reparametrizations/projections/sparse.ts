// A subspace along directions that each move few weights.
import type { RandomStream } from '../../../support/random.js'
import { beyondPlaces, type Projection, type SubspaceSizes } from './projection.js'

/**
 * Very sparse random projection (Li, Hastie and Church, KDD 2006, with s = √D): entries are 0 but for a share 1/s of +1 or −1. Each direction
 * has exactly ⌊√D⌉ of these, at distinct random places, where independent entries would have so many on average: graphs need fixed
 * shapes. They are ±1/√count, so that columns have length 1. 2·d·√D numbers.
 */
export const sparse: Projection = {
  kind: 'sparse',
  refuses: ({ entries }) => beyondPlaces('sparse', entries),
  work: ({ dimension, entries }) => dimension * countOf(entries),
  move: (point, { dimension, entries }, { graph, sharedState }) => {
    const count = countOf(entries)
    const sizes = { dimension, entries }
    const places = sharedState('places', [dimension * count], ({ random }) => distinctPlaces(sizes, random))
    const signs = sharedState('signs', [dimension, count], ({ random }) => unitSigns(sizes, random))
    const moves = graph.multiply(graph.reshape(point, [dimension, 1]), signs)
    return graph.scatterAdd(
      graph.expand(graph.scalar(0), [entries]),
      graph.cast(places, 'int64'),
      graph.reshape(moves, [dimension * count]),
      0,
    )
  },
}

/** How many weights a direction moves. */
const countOf = (entries: number): number => Math.max(1, Math.round(Math.sqrt(entries)))

/** Places of the entries that are not 0, direction by direction. */
function distinctPlaces({ dimension, entries }: SubspaceSizes, random: RandomStream): Float32Array {
  const count = countOf(entries)
  const places: number[] = []
  for (let column = 0; column < dimension; column += 1) {
    const taken = new Set<number>()
    while (taken.size < count) taken.add(random.integer(entries))
    places.push(...taken)
  }
  return Float32Array.from(places)
}

function unitSigns({ dimension, entries }: SubspaceSizes, random: RandomStream): Float32Array {
  const count = countOf(entries)
  const size = 1 / Math.sqrt(count)
  return Float32Array.from({ length: dimension * count }, () => (random.integer(2) === 0 ? -size : size))
}
