// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { command } from './command.js'
export { function_ } from './function.js'
export { pretrained } from './pretrained.js'
export { supervised } from './supervised.js'
export { surrogate } from './surrogate.js'
export { table } from './table.js'
