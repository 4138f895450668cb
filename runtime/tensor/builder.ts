// The builder: every operator as a function that makes a typed node or raises.
import type { Builder } from './graph.js'
import { composed } from './builders/composed.js'
import { elementwise } from './builders/elementwise.js'
import { leaves } from './builders/leaves.js'
import { linear } from './builders/linear.js'
import { recurrent } from './builders/recurrent.js'
import { reducing } from './builders/reducing.js'
import { shaping } from './builders/shaping.js'

/**
 * A builder whose nodes carry an origin: layer path and `file:line:column`.
 * Its functions throw GraphError, naming operator, types and origin, when types do not fit.
 */
export function builder(origin = ''): Builder {
  const primitives = {
    ...leaves(origin),
    ...elementwise(origin),
    ...shaping(origin),
    ...reducing(origin),
    ...linear(origin),
    ...recurrent(origin),
  }
  return { at: builder, ...primitives, ...composed(primitives) }
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
