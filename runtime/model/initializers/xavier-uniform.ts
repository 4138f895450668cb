// Xavier initialization with uniform draws.
import { drawUniform, type Initializer } from './initializer.js'

/** U(−a, a) with a = √(6 / (fan in + fan out)): Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010, eq. 16. */
export const xavierUniform = {
  role: 'initializer',
  kind: 'xavier_uniform',
  summary: 'Uniform with variance 2 / (fan in + fan out).',
  options: {},
  required: [],
  reference:
    'Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010, eq. 16',
  draw: (_options, { shape, fanIn, fanOut }, random) =>
    drawUniform(shape, Math.sqrt(6 / (fanIn + fanOut)), random),
} as const satisfies Initializer
