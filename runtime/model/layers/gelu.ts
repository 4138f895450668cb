// The Gaussian error linear unit, exact form.
import { pointwise } from './pointwise.js'

/** x·Φ(x) = ½·x·(1 + erf(x / √2)). */
export const gelu = pointwise(
  'gelu',
  'Gaussian error linear unit, by the error function.',
  (x, graph) => graph.gelu(x),
  'Hendrycks and Gimpel, Gaussian error linear units, 2016',
)
