// Tree-structured Parzen estimators: one density of good trials, one of the others, and the candidate where their ratio is greatest.
import type { Configuration, Decide } from '../space/decision.js'
import { choicesOf, replayer } from '../space/replay.js'
import { attemptWalk, maximumDraws } from '../space/sample.js'
import type { Specified } from '../space/search-space.js'
import { specifier } from '../space/specify.js'
import { canonicalJson } from '../support/canonical-json.js'
import type { RandomStream } from '../support/random.js'
import { freshDraw, skipEvaluatedSchema } from './fresh-draw.js'
import { openModel } from './parzen/model.js'
import type { Observations } from './parzen/observations.js'
import { addTrial, finishTrial, isKnown, noObservations } from './parzen/observations.js'
import { settingsOf } from './parzen/settings.js'
import type { Settings } from './parzen/settings.js'
import { needsOneObjective } from './refusals.js'
import type { SamplerDefinition } from './sampler.js'

/** What was seen, and how to read it. */
export interface State {
  readonly walk: (decide: Decide) => Specified
  readonly replay: (configuration: Configuration) => Specified
  readonly settings: Settings
  /** −1 where more is better: values are kept so that less is. */
  readonly sign: 1 | -1
  readonly observations: Observations
  /** Configurations handed out, evaluated or not. */
  readonly seen: Set<string>
}

/**
 * After `startup` random trials, the finished trials are split into the best few and the others; a density is fitted to each (kernels on the
 * trials, and the prior), candidates are drawn from the density of the good ones, and the one of the greatest ratio good : others is taken.
 * Decisions below a choice are modelled from the trials that met them. Failed trials are others; so are pending ones (the constant liar), so
 * that proposals in flight keep away from each other. Decisions with one value left are never asked for and so never modelled.
 */
export const tpe = {
  role: 'sampler',
  kind: 'tpe',
  summary: 'Tree-structured Parzen estimators: proposes where good trials are denser than the others.',
  options: {
    startup: {
      description: 'Random trials before the model is used: proposals are random until so many have a value.',
      type: 'integer',
      minimum: 1,
      default: 10,
    },
    candidates: {
      description: 'Points drawn from the density of the good trials for one proposal.',
      type: 'integer',
      minimum: 1,
      default: 24,
    },
    gamma: {
      description:
        'How many of n finished trials are good: `linear`, ⌈fraction·n⌉ (Optuna); `sqrt`, ⌈factor·√n⌉ (hyperopt); both at most `cap`; or a `quantile`, ⌈quantile·n⌉ (2011: 0.15).',
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      default: { linear: { fraction: 0.1, cap: 25 } },
      properties: {
        linear: {
          type: 'object',
          additionalProperties: false,
          description: 'A share of the finished trials, at most `cap`.',
          properties: {
            fraction: {
              type: 'number',
              exclusiveMinimum: 0,
              maximum: 1,
              default: 0.1,
              description: 'The share.',
            },
            cap: { type: 'integer', minimum: 1, default: 25, description: 'At most so many.' },
          },
        },
        sqrt: {
          type: 'object',
          additionalProperties: false,
          description: 'A multiple of the root of the number of finished trials, at most `cap`.',
          properties: {
            factor: { type: 'number', exclusiveMinimum: 0, default: 0.25, description: 'The multiple.' },
            cap: { type: 'integer', minimum: 1, default: 25, description: 'At most so many.' },
          },
        },
        quantile: {
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 1,
          description: 'A share of the finished trials, without a cap.',
        },
      },
    },
    multivariate: {
      description:
        'Whether the decisions that every trial met are modelled together, by products of kernels; otherwise each on its own.',
      type: 'boolean',
      default: true,
    },
    group: {
      description:
        'Whether decisions that occur together are modelled together, group by group: for spaces with conditions. Implies `multivariate`.',
      type: 'boolean',
      default: false,
    },
    prior_weight: {
      description: 'Weight of the prior, in trials. 0 leaves only the trials that were seen.',
      type: 'number',
      minimum: 0,
      default: 1,
    },
    bandwidth: {
      description: 'How wide the kernels of numbers are.',
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        rule: {
          enum: ['neighbour', 'scott'],
          default: 'neighbour',
          description: 'The larger distance to a neighbour, or Scott’s rule.',
        },
        magic_clip: {
          type: 'boolean',
          default: true,
          description: 'Whether no kernel is narrower than the range / min(100, 2 + n).',
        },
        endpoints: {
          type: 'boolean',
          default: false,
          description: 'Whether the ends of the range count as neighbours.',
        },
      },
    },
    weights: {
      description: 'How much old trials count.',
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        forget_after: {
          type: 'integer',
          minimum: 1,
          default: 25,
          description: 'So many of the newest trials weigh 1; older ones rise from 1/n to 1.',
        },
      },
    },
    constant_liar: {
      description: 'Whether pending trials count among the worse ones.',
      type: 'boolean',
      default: true,
    },
    skip_evaluated: skipEvaluatedSchema,
  },
  required: [],
  reference:
    'Bergstra, Bardenet, Bengio and Kégl 2011, section 4; multivariate: Falkner, Klein and Hutter 2018; defaults: Optuna',
  adaptive: true,
  dependsOnBudget: false,
  refuses: (context) => needsOneObjective('tpe', context),
  start: ({ space, objectives, options }) => ({
    walk: specifier(space),
    replay: replayer(space),
    settings: settingsOf(options),
    sign: objectives[0]?.direction === 'minimize' ? 1 : -1,
    observations: noObservations(),
    seen: new Set(),
  }),
  observe: (state, event) => {
    if (event.kind === 'progressed') return
    const { observations, sign } = state
    if (!isKnown(observations, event.trial)) {
      state.seen.add(canonicalJson(event.configuration))
      addTrial(observations, event.trial, choicesOf(state.replay(event.configuration)))
    }
    if (event.kind === 'proposed') return
    const value = event.values?.[0]
    finishTrial(observations, event.trial, Number.isFinite(value) ? sign * Number(value) : undefined)
  },
  propose: (state, random) => {
    const specified = proposeFrom(state, random)
    return specified === undefined
      ? { kind: 'exhausted' }
      : { kind: 'configuration', configuration: specified.configuration }
  },
} as const satisfies SamplerDefinition<State>

function proposeFrom(state: State, random: RandomStream): Specified | undefined {
  const modelled = state.observations.ranking.length >= state.settings.startup
  const proposed = modelled ? modelDraw(state, random) : undefined
  return proposed ?? freshDraw(state.walk, random, (specified) => isSeen(state, specified))
}

/**
 * The best candidates, then the second best ones, and so on, until one is accepted and was not proposed before. Where the space accepts none,
 * new ones are drawn; where all were proposed before, the model has converged, and has nothing to say.
 */
function modelDraw(state: State, random: RandomStream): Specified | undefined {
  const model = openModel(state.observations, state.settings, random)
  const { candidates } = state.settings
  let repeats = 0
  for (let attempt = 0; attempt < maximumDraws && repeats < candidates; attempt += 1) {
    if (attempt > 0 && attempt % candidates === 0) model.redraw()
    const specified = attemptWalk(state.walk, model.decide(attempt % candidates))
    if (specified === undefined) continue
    if (!isSeen(state, specified)) return specified
    repeats += 1
  }
  return undefined
}

const isSeen = (state: State, specified: Specified): boolean =>
  state.settings.skipSeen && state.seen.has(canonicalJson(specified.configuration))
