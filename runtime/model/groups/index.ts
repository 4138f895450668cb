// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { freeze } from './freeze.js'
export { learningRate } from './learning-rate.js'
export { weightDecay } from './weight-decay.js'
