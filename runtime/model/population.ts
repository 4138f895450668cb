// Which form the trainings of one structure take: fused with a leading population axis, or one at a time.
// A rule on the structure alone, never on what happens to be waiting: a fused and a lone graph differ in the last bits.
import type { Fusion, LayerDefinition, ModuleTree } from '../space/module-tree.js'
import { comparedBy } from './losses/generative.js'
import type { Recipe } from './training-recipe.js'

/** How trainings of a structure run. */
export interface Form {
  readonly kind: 'population' | 'single'
  /** Most trainings in one call. */
  readonly cap: number
}

/**
 * Cost model, from measurements on 2 cores (docs/lowering.md): a step of a small model spends most of its time in dispatching operators, which a
 * population shares; from some size on, arithmetic dominates and nothing is gained. Attention and normalization are as dense layers are:
 * products of batches. A population of convolutions and pools is one with groups, which costs more than one after the other, and recurrent layers
 * keep more numbers for what they compute, so that the bounds are lower. The lowest of a model's layers counts. `own` is further work
 * of a step, in multiply-adds.
 */
export function formOf(tree: ModuleTree, flops: number, batch: number, own = 0): Form {
  const work = flops * batch + 2 * own
  const fusions = fusionsIn(tree).map((fusion) => bounds[fusion])
  const narrow = Math.min(bounds.dense.narrow, ...fusions.map((bound) => bound.narrow))
  const wide = Math.min(bounds.dense.wide, ...fusions.map((bound) => bound.wide))
  if (work > narrow) return { kind: 'single', cap: 1 }
  return { kind: 'population', cap: work > wide ? 8 : 32 }
}

/** The form of a recipe whose model has so many operations an example, and so many parameters. */
export const formOfRecipe = (recipe: Recipe, { flops, parameters }: Cost): Form =>
  formOf(recipe.model, flops + comparisonFlops(recipe), recipe.batch, ownWork(recipe, parameters))

interface Cost {
  readonly flops: number
  readonly parameters: number
}

/** Operations for an example beyond those of the model: where rows are compared, about one for each number held, in each of some passes. */
export const comparisonFlops = ({ loss, batch }: Pick<Recipe, 'loss' | 'batch'>): number =>
  passes * comparedBy(loss, batch)

const passes = 8

/** Work of a step beside the layers: what computes their parameters, of which there are so many. */
const ownWork = ({ reparametrizations = [] }: Recipe, parameters: number): number =>
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

/** Floating-point operations of a forward pass over a batch up to which 32, and up to which 8 trainings run as one. */
const bounds = {
  dense: { wide: 2e6, narrow: 8e6 },
  recurrent: { wide: 5e5, narrow: 2e6 },
  windows: { wide: 1e5, narrow: 2e6 },
} as const

function fusionsIn(tree: ModuleTree): readonly Fusion[] {
  switch (tree.kind) {
    case 'layer':
      return [(tree.layer.definition as LayerDefinition).fusion ?? 'dense']
    case 'sequence':
      return tree.children.flatMap(fusionsIn)
    case 'residual':
      return fusionsIn(tree.body)
    case 'parallel':
      return tree.branches.flatMap(fusionsIn)
  }
}
