// Gradients held within bounds before an optimizer sees them: entries first, then the norm of all together.
import type { Value } from '../tensor/graph.js'
import { addScale, type ModelLeaves } from './model-leaves.js'
import type { Recipe } from './training-recipe.js'

/** Gradients of all trained parameters, clipped as the recipe says. */
export const clipGradients = (recipe: Recipe, raw: readonly Value[], leaves: ModelLeaves): readonly Value[] =>
  clipNorm(recipe, clipValues(recipe, raw, leaves), leaves)

/** max(−c, min(c, g)), entry by entry. */
function clipValues({ clipValue }: Recipe, raw: readonly Value[], leaves: ModelLeaves): readonly Value[] {
  if (clipValue === undefined) return raw
  const { graph } = leaves
  const largest = addScale(leaves.scales, graph, { name: 'scale.clip_value', number: clipValue })
  return raw.map((gradient) => graph.maximum(graph.minimum(gradient, largest), graph.negate(largest)))
}

/** g·min(1, c / ‖g‖) with the norm over all parameters together (Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1). */
function clipNorm(recipe: Recipe, raw: readonly Value[], leaves: ModelLeaves): readonly Value[] {
  if (recipe.clipNorm === undefined || raw.length === 0) return raw
  const { graph } = leaves
  const squares = raw.map((gradient) => graph.reduceSum(graph.multiply(gradient, gradient)))
  const total = squares.reduce((sum, square) => graph.add(sum, square))
  const largest = addScale(leaves.scales, graph, { name: 'scale.clip_norm', number: recipe.clipNorm })
  const factor = graph.minimum(graph.divide(largest, graph.add(graph.sqrt(total), 1e-6)), 1)
  return raw.map((gradient) => graph.multiply(gradient, factor))
}
