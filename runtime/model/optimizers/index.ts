// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { adam } from './adam.js'
export { adamw } from './adamw.js'
export { momentum } from './momentum.js'
export { nesterov } from './nesterov.js'
export { rmsprop } from './rmsprop.js'
export { sgd } from './sgd.js'
