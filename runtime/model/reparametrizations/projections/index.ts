// Every projection, one line each, sorted.
export { dense } from './dense.js'
export { fastfood } from './fastfood.js'
export { sparse } from './sparse.js'
