// The passes in their one order. Outputs no longer reached vanish by themselves: a graph is what its outputs need.
import { checkPass } from './check.js'
import type { Node, Value } from './graph.js'
import { dropIdle, foldConstants, mergeDuplicates } from './passes/index.js'

/** Equivalent outputs with less work. */
export type Pass = (outputs: readonly Value[]) => readonly Value[]

/** A pass under the name that messages give it, its file's. */
export type NamedPass = readonly [name: string, pass: Pass]

/**
 * Idle operators go first, so that no literal is stretched for nothing; then literals are folded, which can leave
 * products with 1 behind; merging comes last, when equal computations look equal.
 */
export const passes: readonly NamedPass[] = [
  ['drop-idle', dropIdle],
  ['fold-constants', foldConstants],
  ['drop-idle', dropIdle],
  ['merge-duplicates', mergeDuplicates],
]

/** How passes are run: `checked` looks at the graph after each of them. */
export interface OptimizeOptions {
  readonly checked?: boolean
}

/**
 * Equivalent outputs with less work: the numbers stay the same, bit for bit. Leaves stay the same nodes.
 * @throws InvariantError naming the pass, where one is checked and broke the graph
 */
export const optimizeGraph = (outputs: readonly Value[], options: OptimizeOptions = {}): readonly Value[] =>
  runPasses(passes, outputs, options)

/** The passes one after the other. Nodes are never changed, so each is checked once, by the pass that made it. */
export function runPasses(
  list: readonly NamedPass[],
  outputs: readonly Value[],
  { checked = false }: OptimizeOptions = {},
): readonly Value[] {
  const known = new Set<Node>()
  return list.reduce<readonly Value[]>((before, [pass, run]) => {
    const after = run(before)
    if (checked) checkPass({ pass, before, after, known })
    return after
  }, outputs)
}
