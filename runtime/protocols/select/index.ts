// Selection rules, one line each, sorted.
export { best } from './best.js'
export { bestMean } from './best-mean.js'
export { oneStandardError } from './one-standard-error.js'
