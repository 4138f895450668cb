// The smooth rectifier.
import { pointwise } from './pointwise.js'

/** log(1 + eˣ). */
export const softplus = pointwise('softplus', 'Smooth rectifier.', (x, graph) => graph.softplus(x))
