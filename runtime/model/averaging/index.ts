// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { ema } from './ema.js'
export { swa } from './swa.js'
