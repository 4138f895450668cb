// Xavier initialization with normal draws.
import { drawNormal, type Initializer } from './initializer.js'

/** N(0, 2 / (fan in + fan out)): Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010, eq. 16. */
export const xavierNormal = {
  role: 'initializer',
  kind: 'xavier_normal',
  summary: 'Normal with variance 2 / (fan in + fan out).',
  options: {},
  required: [],
  reference:
    'Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010, eq. 16',
  draw: (_options, { shape, fanIn, fanOut }, random) =>
    drawNormal(shape, Math.sqrt(2 / (fanIn + fanOut)), random),
} as const satisfies Initializer
