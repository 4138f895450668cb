// Independent draws: the baseline.
import { attemptWalk, drawAccepted, maximumDraws, randomly } from '../space/sample.js'
import type { Decide } from '../space/decision.js'
import type { Specified } from '../space/search-space.js'
import { modelCounter } from '../space/models.js'
import type { ModelCounter } from '../space/models.js'
import { specifier } from '../space/specify.js'
import type { SamplerDefinition } from './sampler.js'

/** How to draw. */
export interface State {
  readonly walk: (decide: Decide) => Specified
  /** Present where every model is to be equally likely. */
  readonly counter: ModelCounter | undefined
}

/**
 * Every proposal is an independent draw. `choices`: uniform at every decision, so a model in a small branch is likelier than one in a
 * large branch. `models`: each value is weighted by the number of its completions, so that every configuration is equally likely.
 */
export const random = {
  role: 'sampler',
  kind: 'random',
  summary: 'Independent random configurations, whatever came before.',
  options: {
    weighting: {
      description:
        'What is equally likely: the values at each decision (`choices`), or whole configurations (`models`).',
      enum: ['choices', 'models'],
      default: 'choices',
      'x-shorthand': true,
    },
  },
  required: [],
  reference: 'Bergstra and Bengio 2012',
  adaptive: false,
  dependsOnBudget: false,
  refuses: (context) => {
    if (context.options['weighting'] !== 'models') return undefined
    return modelCounter(context.space).total() === undefined
      ? 'random with `weighting: models` must count the configurations below every choice, and this space has too many different shapes or shared choices for that'
      : undefined
  },
  start: ({ space, options }) => ({
    walk: specifier(space),
    counter: options['weighting'] === 'models' ? modelCounter(space) : undefined,
  }),
  observe: () => undefined,
  propose: ({ walk, counter }, stream) => {
    const specified =
      counter === undefined
        ? drawAccepted(walk, randomly(stream))
        : repeatedly(() => {
            const decide = counter.draw(stream)
            return decide === undefined ? undefined : attemptWalk(walk, decide)
          })
    return specified === undefined
      ? { kind: 'exhausted' }
      : { kind: 'configuration', configuration: specified.configuration }
  },
} as const satisfies SamplerDefinition<State>

function repeatedly<T>(attempt: () => T | undefined): T | undefined {
  for (let index = 0; index < maximumDraws; index += 1) {
    const found = attempt()
    if (found !== undefined) return found
  }
  return undefined
}
