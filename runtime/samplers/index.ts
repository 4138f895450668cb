// Every member, one line each, sorted; the catalogue imports this as a namespace.
export { grid } from './grid.js'
export { mcts } from './mcts.js'
export { random } from './random.js'
export { smbo } from './smbo.js'
export { tpe } from './tpe.js'
