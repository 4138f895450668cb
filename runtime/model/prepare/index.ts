// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { impute } from './impute.js'
export { log } from './log.js'
export { oneHot } from './one-hot.js'
export { ordinal } from './ordinal.js'
export { scale } from './scale.js'
export { standardize } from './standardize.js'
