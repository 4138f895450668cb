// Which form the trainings of one structure take: fused with a leading population axis, or one at a time.
// A rule on the structure alone, never on what happens to be waiting: a fused and a lone graph differ in the last bits.
import type { ModuleTree } from '../space/module-tree.js'

/** How trainings of a structure run. */
export interface Form {
  readonly kind: 'population' | 'single'
  /** Most trainings in one call. */
  readonly cap: number
}

/**
 * Cost model, from measurements on 2 cores: a step of a small dense model spends most of its time in dispatching operators, which
 * a population shares; from about 4 million multiply-adds a step on, arithmetic dominates and nothing is gained. In recurrent models it
 * does from a quarter of that on: they keep more numbers for what they compute, and a population must hold those of all members.
 * Convolutions always run alone: their batched form is a grouped convolution, which is slower than one after the other.
 */
export function formOf(tree: ModuleTree, flops: number, batch: number): Form {
  const work = flops * batch
  const largest = holds(tree, recurrent) ? largestWork / 4 : largestWork
  if (holds(tree, windowed) || work > largest) return { kind: 'single', cap: 1 }
  return { kind: 'population', cap: work > largest / 4 ? 8 : 32 }
}

/** Width of the graph that runs `members` trainings: the next of 2, 4, 8, 16, 32, so that few sessions serve all counts. */
export function paddedWidth(members: number): number {
  let width = 2
  while (width < members) width *= 2
  return width
}

/** Floating-point operations of a forward pass over a batch. */
const largestWork = 8e6

const windowed: ReadonlySet<string> = new Set(['conv2d', 'max_pool2d', 'average_pool2d'])

const recurrent: ReadonlySet<string> = new Set(['gru', 'lstm'])

/** Whether a layer of one of these kinds is in the tree. */
function holds(tree: ModuleTree, kinds: ReadonlySet<string>): boolean {
  switch (tree.kind) {
    case 'layer':
      return kinds.has(tree.layer.definition.kind)
    case 'sequence':
      return tree.children.some((child) => holds(child, kinds))
    case 'residual':
      return holds(tree.body, kinds)
    case 'parallel':
      return tree.branches.some((branch) => holds(branch, kinds))
  }
}
