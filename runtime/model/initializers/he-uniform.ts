// He initialization with uniform draws, for rectifiers.
import { drawUniform, type Initializer } from './initializer.js'

/** U(−a, a) with a = √(6 / fan in): He et al., Delving deep into rectifiers, ICCV 2015, eq. 10. */
export const heUniform = {
  role: 'initializer',
  kind: 'he_uniform',
  summary: 'Uniform with variance 2 / fan in, for rectifiers.',
  options: {},
  required: [],
  reference: 'He et al., Delving deep into rectifiers, ICCV 2015, eq. 10',
  draw: (_options, { shape, fanIn }, random) => drawUniform(shape, Math.sqrt(6 / fanIn), random),
} as const satisfies Initializer
