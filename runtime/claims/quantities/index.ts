// Every quantity, one line each, sorted.
export { bestAfter } from './best-after.js'
export { diverged } from './diverged.js'
export { evaluation } from './evaluation.js'
export { intrinsicDimension } from './intrinsic-dimension.js'
export { shareAbove } from './share-above.js'
export { trialsToReach } from './trials-to-reach.js'
export { tuning } from './tuning.js'
