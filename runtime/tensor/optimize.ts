// The passes in their one order. Outputs no longer reached vanish by themselves: a graph is what its outputs need.
import { checkPass } from './check.js'
import type { Node, Value } from './graph.js'
import { isSame } from './rewrite.js'
import { dropIdle, foldConstants, mergeDuplicates, simplify } from './passes/index.js'

/** Equivalent outputs with less work. */
export type Pass = (outputs: readonly Value[]) => readonly Value[]

/** A pass under the name that messages give it, its file's. */
export type NamedPass = readonly [name: string, pass: Pass]

/**
 * Idle operators go first, so that no literal is stretched for nothing; then literals are folded. Equal computations are
 * merged before laws are applied, some of which ask for equal operands.
 */
export const passes: readonly NamedPass[] = [
  ['drop-idle', dropIdle],
  ['fold-constants', foldConstants],
  ['merge-duplicates', mergeDuplicates],
  ['simplify', simplify],
]

/** Most rounds of all passes: each can make work for the others. Two do nearly always. */
const mostRounds = 8

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

/**
 * Rounds of passes until none has anything to do: a pass is left out where it would see again what it left. Nodes are never
 * changed, so each is checked once, after the pass that made it.
 */
export function runPasses(
  list: readonly NamedPass[],
  outputs: readonly Value[],
  { checked = false }: OptimizeOptions = {},
): readonly Value[] {
  const known = new Set<Node>()
  const left = new Map<string, readonly Value[]>()
  let current = outputs
  for (let round = 0; round < mostRounds; round += 1) {
    for (const [pass, run] of list) {
      if (isSameList(current, left.get(pass))) continue
      const before = current
      current = run(before)
      left.set(pass, current)
      if (checked) checkPass({ pass, before, after: current, known })
    }
    if (list.every(([pass]) => isSameList(current, left.get(pass)))) break
  }
  return current
}

const isSameList = (left: readonly Value[], right: readonly Value[] | undefined): boolean =>
  left.length === right?.length && left.every((value, place) => isSame(value, right[place]))
