// He initialization with normal draws, for rectifiers.
import { drawNormal, type Initializer } from './initializer.js'

/** N(0, 2 / fan in): He et al., Delving deep into rectifiers, ICCV 2015, eq. 10. */
export const heNormal = {
  role: 'initializer',
  kind: 'he_normal',
  summary: 'Normal with variance 2 / fan in, for rectifiers.',
  options: {},
  required: [],
  reference: 'He et al., Delving deep into rectifiers, ICCV 2015, eq. 10',
  draw: (_options, { shape, fanIn }, random) => drawNormal(shape, Math.sqrt(2 / fanIn), random),
} as const satisfies Initializer
