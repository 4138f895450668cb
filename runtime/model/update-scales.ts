// Scales of the update by name and number: what the graph takes as inputs, and what the host feeds, from one place.
import type { ParameterLeaf } from './model-leaves.js'
import { scaleOptions, scaleValue } from './scalars.js'
import type { Recipe } from './training-recipe.js'
import { factorOf, groupSuffix, treatmentOf } from './treatment.js'

/** A graph input and its number. */
export interface Scale {
  readonly name: string
  readonly number: number
}

/** Whether a parameter is not trained: its layer or a group says so. */
export const isFrozen = (recipe: Recipe, leaf: ParameterLeaf): boolean =>
  leaf.place.frozen || treatmentOf(recipe.groups ?? [], leaf).frozen

/** Share of one micro-batch in the gradient of an update. */
export const accumulateScale = (batches: number): Scale => ({ name: 'scale.accumulate', number: 1 / batches })

/** A scale option of the optimizer, entry `index` of a list, multiplied by what some groups say. */
export function optimizerScale(
  { optimizer, groups = [] }: Recipe,
  use: { readonly option: string; readonly index: number | undefined; readonly groups: readonly number[] },
): Scale {
  const { option, index } = use
  const entry = index === undefined ? '' : `.${String(index)}`
  return {
    name: `scale.optimizer.${option}${entry}${groupSuffix(use.groups)}`,
    number:
      scaleValue(optimizer.definition, optimizer.options, option, index) *
      factorOf(groups, use.groups, 'weightDecay'),
  }
}

/** All scales that an update of these parameters may ask for. */
export function updateScales(recipe: Recipe, parameters: Iterable<ParameterLeaf>): readonly Scale[] {
  const { definition, options } = recipe.optimizer
  const ofOptimizer = scaleOptions(definition).flatMap((option): readonly Scale[] => {
    const value = options[option] ?? definition.options[option]?.['default']
    const entries = Array.isArray(value) ? value.map((_, index) => index) : [undefined]
    return entries.map((index) => optimizerScale(recipe, { option, index, groups: [] }))
  })
  const ofGroups = [...parameters].flatMap((leaf): readonly Scale[] => {
    const { decayGroups } = treatmentOf(recipe.groups ?? [], leaf)
    const isDecayed = decayGroups.length > 0 && definition.options['weight_decay'] !== undefined
    return isDecayed
      ? [optimizerScale(recipe, { option: 'weight_decay', index: undefined, groups: decayGroups })]
      : []
  })
  return [
    ...(recipe.clipNorm === undefined ? [] : [{ name: 'scale.clip_norm', number: recipe.clipNorm }]),
    ...(recipe.clipValue === undefined ? [] : [{ name: 'scale.clip_value', number: recipe.clipValue }]),
    ...(recipe.accumulate === undefined ? [] : [accumulateScale(recipe.accumulate)]),
    ...ofOptimizer,
    ...ofGroups,
  ]
}
