// The passes in their one order. Outputs no longer reached vanish by themselves: a graph is what its outputs need.
import type { Value } from './graph.js'
import { dropIdle, foldConstants, mergeDuplicates } from './passes/index.js'

/**
 * Idle operators go first, so that no literal is stretched for nothing; then literals are folded, which can leave
 * products with 1 behind; merging comes last, when equal computations look equal.
 */
const order = [dropIdle, foldConstants, dropIdle, mergeDuplicates] as const

/** Equivalent outputs with less work: the numbers stay the same, bit for bit. Leaves stay the same nodes. */
export const optimizeGraph = (outputs: readonly Value[]): readonly Value[] =>
  order.reduce<readonly Value[]>((current, pass) => pass(current), outputs)
