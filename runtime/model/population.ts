// Which form the trainings of one structure take: fused with a leading population axis, or one at a time.
// A rule on the structure alone, never on what happens to be waiting: a fused and a lone graph differ in the last bits.
import type { ModuleTree } from '../space/module-tree.js'
import type { Recipe } from './training-recipe.js'

/** How trainings of a structure run. */
export interface Form {
  readonly kind: 'population' | 'single'
  /** Most trainings in one call. */
  readonly cap: number
}

/**
 * Cost model, from measurements on 2 cores: a step of a small dense model spends most of its time in dispatching operators, which
 * a population shares; from about 4 million multiply-adds a step on, arithmetic dominates and nothing is gained. Convolutions always
 * run alone: their batched form is a grouped convolution, which is slower than one after the other. `own` is further work of a step,
 * in multiply-adds of such a kind.
 */
export function formOf(tree: ModuleTree, flops: number, batch: number, own = 0): Form {
  const work = flops * batch + 2 * own
  if (!isDense(tree) || work > largestWork) return { kind: 'single', cap: 1 }
  return { kind: 'population', cap: work > largestWork / 4 ? 8 : 32 }
}

/** Work of a step beside the layers: what computes their parameters, of which there are so many. */
export const ownWork = ({ reparametrizations = [] }: Recipe, parameters: number): number =>
  reparametrizations.reduce(
    (sum, { definition, options }) => sum + (definition.work?.(options, parameters) ?? 0),
    0,
  )

/** Width of the graph that runs `members` trainings: the next of 2, 4, 8, 16, 32, so that few sessions serve all counts. */
export function paddedWidth(members: number): number {
  let width = 2
  while (width < members) width *= 2
  return width
}

/** Floating-point operations of a forward pass over a batch. */
const largestWork = 8e6

const windowed: ReadonlySet<string> = new Set(['conv2d', 'max_pool2d', 'average_pool2d'])

function isDense(tree: ModuleTree): boolean {
  switch (tree.kind) {
    case 'layer':
      return !windowed.has(tree.layer.definition.kind)
    case 'sequence':
      return tree.children.every(isDense)
    case 'residual':
      return isDense(tree.body)
    case 'parallel':
      return tree.branches.every(isDense)
  }
}
