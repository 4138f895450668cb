// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { constant } from './constant.js'
export { cosine } from './cosine.js'
export { plateau } from './plateau.js'
export { step } from './step.js'
export { warmup } from './warmup.js'
