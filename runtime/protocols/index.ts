// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { holdout } from './holdout.js'
export { twoPhase } from './two-phase.js'
