// What a graph is expected to hold in memory: for caches that must stay within bounds, never for results.
import type { LayerDefinition, LayerUse, ModuleTree } from '../space/module-tree.js'
import { sizeOf } from '../support/shape.js'
import { comparedBy } from './losses/generative.js'
import type { Recipe } from './training-recipe.js'

/** Activations are kept for the backward pass, and most layers need a few of their size: measured, about eight in all. */
const copies = 8

/** Bytes of a training graph of that width (0 counts as 1), without the resident data. */
export const trainingBytes = (recipe: Recipe, parameters: number, width: number): number =>
  4 * Math.max(1, width) * (copies * recipe.batch * entries(recipe, recipe.batch) + 6 * parameters) + overhead

/** Bytes of an evaluation graph on `rows` rows at once. */
export const evaluationBytes = (
  recipe: Pick<Recipe, 'model' | 'loss'>,
  parameters: number,
  rows: number,
): number => 4 * (2 * rows * entries(recipe, rows) + parameters) + overhead

/** Graph, plan and buffers of a session, whatever its size. */
const overhead = 2 ** 21

/** Entries for one example: those of the model, and what the loss holds to compare it with the others of its batch. */
const entries = ({ model, loss }: Pick<Recipe, 'model' | 'loss'>, batch: number): number =>
  activations(model) + comparedBy(loss, batch)

/** Entries of all outputs of all layers, or what these say to hold, for one example. */
function activations(tree: ModuleTree): number {
  switch (tree.kind) {
    case 'layer':
      return heldBy(tree)
    case 'sequence':
      return tree.children.reduce((sum, child) => sum + activations(child), 0)
    case 'residual':
      return activations(tree.body) + sizeOf(tree.output.shape)
    case 'parallel':
      return tree.branches.reduce((sum, branch) => sum + activations(branch), sizeOf(tree.output.shape))
  }
}

function heldBy({ layer, input, output }: LayerUse): number {
  const { held } = layer.definition as LayerDefinition
  return held === undefined ? sizeOf(output.shape) : held(layer.options, input)
}
