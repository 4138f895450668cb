// The logistic function.
import { pointwise } from './pointwise.js'

/** 1 / (1 + e⁻ˣ). */
export const sigmoid = pointwise('sigmoid', 'Logistic sigmoid.', (x, graph) => graph.sigmoid(x))
