// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { mup } from './mup.js'
