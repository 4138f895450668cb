// The builder: every operator as a function that makes a typed node or raises.
import type { Builder } from './graph.js'
import type { Products } from './vocabulary.js'
import { composed } from './builders/composed.js'
import { elementwise } from './builders/elementwise.js'
import { leaves } from './builders/leaves.js'
import { linear } from './builders/linear.js'
import { recurrent } from './builders/recurrent.js'
import { reducing } from './builders/reducing.js'
import { shaping } from './builders/shaping.js'

/**
 * A builder whose nodes carry an origin: layer path and `file:line:column`. With `products` of float16 its products of float32
 * values are taken in half precision: operands and result are rounded to float16, everything else stays what it is.
 * Its functions throw GraphError, naming operator, types and origin, when types do not fit.
 */
export function builder(origin = '', products: Products = 'float32'): Builder {
  const primitives = {
    ...leaves(origin),
    ...elementwise(origin),
    ...shaping(origin),
    ...reducing(origin),
    ...linear(origin, products),
    ...recurrent(origin),
  }
  return { at: (place) => builder(place, products), ...primitives, ...composed(primitives) }
}

/** Builders by origin, each made once: for walks over graphs, where making one for every node would cost more than the nodes. */
export function buildersByOrigin(): (origin: string) => Builder {
  const made = new Map<string, Builder>()
  return (origin) => {
    const known = made.get(origin) ?? builder(origin)
    made.set(origin, known)
    return known
  }
}
