// A subspace along normal directions.
import type { RandomStream } from '../../../support/random.js'
import type { Projection, SubspaceSizes } from './projection.js'

/** Normal draws, each column divided by its length over all D entries (in double precision): d·D numbers. d may exceed D. */
export const dense: Projection = {
  kind: 'dense',
  refuses: () => undefined,
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
  const direction = new Float64Array(entries)
  for (let column = 0; column < dimension; column += 1) {
    let squares = 0
    for (let entry = 0; entry < entries; entry += 1) {
      const draw = random.normal()
      direction[entry] = draw
      squares += draw * draw
    }
    const length = Math.sqrt(squares)
    all.set(
      direction.map((draw) => draw / length),
      column * entries,
    )
  }
  return all
}
