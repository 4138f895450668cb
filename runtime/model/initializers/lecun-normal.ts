// LeCun initialization with normal draws, for self-normalizing networks.
import { drawNormal, type Initializer } from './initializer.js'

/** N(0, 1 / fan in): LeCun et al., Efficient BackProp, 1998, section 4.6. */
export const lecunNormal = {
  role: 'initializer',
  kind: 'lecun_normal',
  summary: 'Normal with variance 1 / fan in.',
  options: {},
  required: [],
  reference: 'LeCun et al., Efficient BackProp, 1998, section 4.6',
  draw: (_options, { shape, fanIn }, random) => drawNormal(shape, Math.sqrt(1 / fanIn), random),
} as const satisfies Initializer
