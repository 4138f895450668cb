// The rectifier.
import { pointwise } from './pointwise.js'

/** max(x, 0); the gradient at 0 is 0. */
export const relu = pointwise('relu', 'Rectified linear unit.', (x, graph) => graph.relu(x))
