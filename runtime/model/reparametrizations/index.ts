// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { lowRank } from './low-rank.js'
export { sigmaReparam } from './sigma-reparam.js'
export { spectralNorm } from './spectral-norm.js'
export { subspace } from './subspace.js'
export { weightNorm } from './weight-norm.js'
