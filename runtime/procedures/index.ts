// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { table } from './table.js'
