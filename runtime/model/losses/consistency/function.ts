// The consistency function f(x, t) = c_skip·x + c_out·F(c_in·x, c_noise) in a graph, and samples drawn with it.
import type { Builder, Value } from '../../../tensor/graph.js'
import { tensorFrom } from '../../../tensor/tensor.js'
import type { GenerativeContext, ModelContext } from '../generative.js'
import { preconditioning } from './preconditioning.js'
import type { Settings } from './settings.js'

/** f at one end of each row's gap, at x + t·z: coefficients are the host's, one a row. */
export function consistencyFunction(
  end: 'lower' | 'upper',
  x: Value,
  noise: Value,
  context: GenerativeContext,
  weights?: 'own' | 'teacher',
): Value {
  const { graph } = context
  const column = (name: string): Value => columnLike(context.drawn(`${end}_${name}`), x, graph)
  const noisy = graph.add(x, graph.multiply(noise, column('level')))
  const answer = context.model(graph.multiply(noisy, column('input')), context.drawn(`${end}_noise`), weights)
  return graph.add(graph.multiply(noisy, column('skip')), graph.multiply(answer, column('out')))
}

/**
 * x = f(T·z, T), then for each level τ of `refine` x = f(x + √(τ² − ε²)·z, τ) with a fresh z; cut to `clip` each time.
 * Song et al. 2023, algorithm 1.
 */
export function sampled(settings: Settings, noises: readonly Value[], context: ModelContext): Value {
  const { graph } = context
  const lowest = settings.number('sigma_min')
  const [first, ...others] = noises
  if (first === undefined) return graph.scalar(0)
  const highest = settings.number('sigma_max')
  const levels = settings.list('refine')
  return others.reduce(
    (x, noise, index) => {
      const level = levels[index] ?? lowest
      const again = Math.sqrt(Math.max(0, level ** 2 - lowest ** 2))
      return denoised(graph.add(x, graph.multiply(noise, again)), level, settings, context)
    },
    denoised(graph.multiply(first, highest), highest, settings, context),
  )
}

/** f at one level for all rows. */
function denoised(x: Value, level: number, settings: Settings, context: ModelContext): Value {
  const { graph } = context
  const { skip, out, input, noise } = preconditioning(
    level,
    settings.number('sigma_data'),
    settings.number('sigma_min'),
  )
  const levels = graph.constant(tensorFrom('float32', [1], Float32Array.of(noise)))
  const answer = context.model(graph.multiply(x, input), levels, 'own')
  const clean = graph.add(graph.multiply(x, skip), graph.multiply(answer, out))
  const [low, high] = settings.list('clip')
  return low === undefined || high === undefined ? clean : graph.clip(clean, low, high)
}

/** [N] as [N, 1, …] with the rank of x. */
const columnLike = (values: Value, x: Value, graph: Builder): Value =>
  x.type.shape.length === 1
    ? values
    : graph.unsqueeze(
        values,
        x.type.shape.slice(1).map((_, axis) => axis + 1),
      )
