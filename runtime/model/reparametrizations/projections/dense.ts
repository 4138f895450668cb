// A subspace along normal directions.
import type { RandomStream } from '../../../support/random.js'
import type { Projection, SubspaceSizes } from './projection.js'

/** Measured: an entry that is read for one multiplication costs as much as some eight of a product that reads it often. */
const onceRead = 8

/** Normal draws, each column divided by its length over all D entries (in double precision): d·D numbers. d may exceed D. */
export const dense: Projection = {
  kind: 'dense',
  refuses: () => undefined,
  work: ({ dimension, entries }) => onceRead * dimension * entries,
  move: (point, sizes, { graph, sharedState }) => {
    const { dimension, entries } = sizes
    const directions = sharedState('directions', [dimension, entries], ({ random }) =>
      unitNormals(sizes, random),
    )
    return graph.reshape(graph.matmul(point, directions), [entries])
  },
}

/** Columns of P one after the other. */
function unitNormals({ dimension, entries }: SubspaceSizes, random: RandomStream): Float32Array {
  const all = new Float32Array(dimension * entries)
  for (let column = 0; column < dimension; column += 1) {
    const draws = random.normals(entries)
    const length = Math.sqrt(draws.reduce((sum, draw) => sum + draw * draw, 0))
    all.set(
      draws.map((draw) => draw / length),
      column * entries,
    )
  }
  return all
}
