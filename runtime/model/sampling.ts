// Drawing samples from a model: standard normal noise in, rows like those of the data out.
import type { Value } from '../tensor/graph.js'
import { tensorType } from '../tensor/tensor-type.js'
import type { Leaves } from './forward.js'
import { modelAt, type GenerativeRecipe } from './generative-loss.js'

/** Name of the input that holds the noise. */
export const noiseInput = 'noise'

/** Entries of noise that a sample takes, for each entry of the sample. */
export const noisesOf = ({ loss }: Pick<GenerativeRecipe, 'loss'>): number =>
  loss.definition.calls(loss.options)

/** Samples [batch, …] from noise [batch, calls, …]. */
export function samplesFrom(
  recipe: GenerativeRecipe,
  leaves: Leaves,
): { readonly noise: Value; readonly samples: Value } {
  const { graph } = leaves
  const { definition, options } = recipe.loss
  const { shape } = recipe.model.input
  const calls = noisesOf(recipe)
  const noise = graph.input(noiseInput, tensorType('float32', ['batch', calls, ...shape]))
  const noises = graph
    .split(
      noise,
      1,
      Array.from({ length: calls }, () => 1),
    )
    .map((one) => graph.squeeze(one, [1]))
  const samples = definition.sample(options, noises, {
    graph,
    model: (x, level) => modelAt(recipe.model, x, level, leaves),
  })
  return { noise, samples }
}
