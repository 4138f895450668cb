// Every graph pass, one line each, sorted.
export { dropIdle } from './drop-idle.js'
export { foldConstants } from './fold-constants.js'
export { mergeDuplicates } from './merge-duplicates.js'
export { simplify } from './simplify.js'
