// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { binaryCrossEntropy } from './binary-cross-entropy.js'
export { crossEntropy } from './cross-entropy.js'
export { huber } from './huber.js'
export { logCosh } from './log-cosh.js'
export { mae } from './mae.js'
export { mse } from './mse.js'
export { pseudoHuber } from './pseudo-huber.js'
export { quantile } from './quantile.js'
