// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { supervised } from './supervised.js'
export { table } from './table.js'
