// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { better } from './better.js'
export { equivalent } from './equivalent.js'
export { notWorse } from './not-worse.js'
export { threshold } from './threshold.js'
