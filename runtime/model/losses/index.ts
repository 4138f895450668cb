// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { binaryCrossEntropy } from './binary-cross-entropy.js'
export { consistency } from './consistency.js'
export { crossEntropy } from './cross-entropy.js'
export { huber } from './huber.js'
export { mse } from './mse.js'
