// Sequential model-based optimisation with a linear surrogate over n-grams of modules.
import type { Configuration, Decide } from '../space/decision.js'
import { replayer } from '../space/replay.js'
import { drawAccepted, randomly } from '../space/sample.js'
import type { SearchSpace, Specified } from '../space/search-space.js'
import { specifier } from '../space/specify.js'
import { canonicalJson } from '../support/canonical-json.js'
import type { RandomStream } from '../support/random.js'
import { wordsOf } from './features.js'
import { freshDraw, skipEvaluatedSchema } from './fresh-draw.js'
import { mcts } from './mcts.js'
import { needsOneObjective } from './refusals.js'
import type { SamplerDefinition } from './sampler.js'
import { openScale, scaleOver, scoreSum, takeValue } from './score.js'
import type { ScoreScale } from './score.js'
import { fitSurrogate } from './surrogate.js'
import type { Surrogate, SurrogateSettings } from './surrogate.js'

/** What was seen, and what was fitted on it. */
export interface State {
  readonly space: SearchSpace
  readonly walk: (decide: Decide) => Specified
  readonly replay: (configuration: Configuration) => Specified
  readonly settings: Settings
  readonly scale: ScoreScale
  /** Configurations handed out, evaluated or not. */
  readonly seen: Set<string>
  /** Finished trials; `value` is absent where one failed. */
  readonly finished: { readonly words: readonly string[]; readonly value: number | undefined }[]
  /** What was last fitted, and on how many trials: follows from `finished`, kept to save time. */
  fitted: { readonly count: number; readonly surrogate: Surrogate } | undefined
}

/** Options of the sampler, read once. */
export interface Settings {
  readonly surrogate: SurrogateSettings
  readonly candidates: number
  readonly candidateSampler: 'random' | 'mcts'
  readonly explore: number
  readonly refitInterval: number
  readonly skipSeen: boolean
}

/**
 * Draws a pool of candidates, ranks them by a ridge regression on what was seen, and takes the first; with probability `explore` a random
 * one instead. There is no initial design: without data all predictions are equal, and equal predictions are ranked at random.
 * Failed trials score 0; pending ones are unknown to the surrogate, but are not proposed again.
 */
export const smbo = {
  role: 'sampler',
  kind: 'smbo',
  summary: 'Ranks random candidates by a linear surrogate over the sequence of modules.',
  options: {
    features: {
      description:
        'What the surrogate sees: counts of n-grams of modules (`ngram`), or of hashed words (`hashed`).',
      enum: ['ngram', 'hashed'],
      default: 'ngram',
    },
    ngram_max: {
      description: 'Longest n-gram.',
      type: 'integer',
      minimum: 1,
      maximum: 6,
      default: 4,
    },
    min_count: {
      description: 'An n-gram seen less often among the finished trials is ignored.',
      type: 'integer',
      minimum: 1,
      default: 3,
    },
    hash_size: {
      description: 'Buckets of hashed words.',
      type: 'integer',
      minimum: 1,
      default: 2048,
    },
    ridge: {
      description: 'Penalty λ on the weights; absent: 1000 for n-grams, 0.00001 for hashed words.',
      type: 'number',
      exclusiveMinimum: 0,
    },
    candidates: {
      description: 'Candidates that are ranked for one proposal.',
      type: 'integer',
      minimum: 1,
      default: 50,
    },
    candidate_sampler: {
      description: 'Who draws the candidates: `random`, or a tree search on the predictions (`mcts`).',
      enum: ['random', 'mcts'],
      default: 'random',
    },
    explore: {
      description: 'Probability that a random candidate is taken.',
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.25,
    },
    refit_interval: {
      description: 'Finished trials between two fits.',
      type: 'integer',
      minimum: 1,
      default: 1,
    },
    skip_evaluated: skipEvaluatedSchema,
  },
  required: [],
  reference: 'Negrinho and Gordon 2017, section 4; Negrinho et al. 2019',
  adaptive: true,
  dependsOnBudget: false,
  refuses: (context) => needsOneObjective('smbo', context),
  start: ({ space, objectives, options }) => ({
    space,
    walk: specifier(space),
    replay: replayer(space),
    settings: settingsOf(options),
    scale: openScale(objectives[0]),
    seen: new Set(),
    finished: [],
    fitted: undefined,
  }),
  observe: (state, event) => {
    if (event.kind === 'progressed') return
    state.seen.add(canonicalJson(event.configuration))
    if (event.kind === 'proposed') return
    const words = wordsOf(state.replay(event.configuration))
    state.finished.push({ words, value: takeValue(state.scale, event.values) })
  },
  propose: (state, random) => {
    const specified = proposeFrom(state, random)
    return specified === undefined
      ? { kind: 'exhausted' }
      : { kind: 'configuration', configuration: specified.configuration }
  },
} as const satisfies SamplerDefinition<State>

function settingsOf(options: Readonly<Record<string, unknown>>): Settings {
  const hashed = options['features'] === 'hashed'
  return {
    surrogate: {
      hashed,
      longest: Number(options['ngram_max'] ?? 4),
      minimumCount: Number(options['min_count'] ?? 3),
      buckets: Number(options['hash_size'] ?? 2048),
      lambda: Number(options['ridge'] ?? (hashed ? 1e-5 : 1000)),
    },
    candidates: Number(options['candidates'] ?? 50),
    candidateSampler: options['candidate_sampler'] === 'mcts' ? 'mcts' : 'random',
    explore: Number(options['explore'] ?? 0.25),
    refitInterval: Number(options['refit_interval'] ?? 1),
    skipSeen: options['skip_evaluated'] !== false,
  }
}

function proposeFrom(state: State, random: RandomStream): Specified | undefined {
  const exploring = random.uniform() < state.settings.explore
  const surrogate = currentSurrogate(state)
  // A random member of a pool of independent draws is a draw: no pool is needed to explore, or while all predictions are equal.
  if (exploring || surrogate === undefined) return unseenDraw(state, random)
  const pool =
    state.settings.candidateSampler === 'mcts'
      ? searchedPool(state, surrogate, random)
      : drawnPool(state, random)
  return best(pool, surrogate, random)
}

/** `candidates` draws, without those seen before as long as any other is found. */
function drawnPool(state: State, random: RandomStream): readonly Specified[] {
  const decide = randomly(random)
  const drawn: Specified[] = []
  for (let index = 0; index < state.settings.candidates; index += 1) {
    const specified = drawAccepted(state.walk, decide)
    if (specified !== undefined) drawn.push(specified)
  }
  return withoutSeen(state, drawn, random)
}

/** Candidates of a tree search whose results are the surrogate's predictions; its tree lives for this proposal only. */
function searchedPool(state: State, surrogate: Surrogate, random: RandomStream): readonly Specified[] {
  const inner = mcts.start({
    space: state.space,
    objectives: [{ metric: 'prediction', direction: 'maximize' }],
    trials: state.settings.candidates,
    options: {},
  })
  const found: Specified[] = []
  for (let trial = 0; trial < state.settings.candidates; trial += 1) {
    const proposal = mcts.propose(inner, random)
    if (proposal.kind !== 'configuration') break
    const { configuration } = proposal
    const specified = state.replay(configuration)
    found.push(specified)
    mcts.observe(inner, { kind: 'finished', trial, configuration, values: [surrogate(wordsOf(specified))] })
  }
  return withoutSeen(state, found, random)
}

function withoutSeen(state: State, pool: readonly Specified[], random: RandomStream): readonly Specified[] {
  if (!state.settings.skipSeen) return pool
  const unseen = pool.filter((specified) => !isSeen(state, specified))
  if (unseen.length > 0) return unseen
  const fresh = unseenDraw(state, random)
  return fresh === undefined || isSeen(state, fresh) ? pool : [fresh]
}

const unseenDraw = (state: State, random: RandomStream): Specified | undefined =>
  freshDraw(state.walk, random, (specified) => isSeen(state, specified))

const isSeen = (state: State, specified: Specified): boolean =>
  state.settings.skipSeen && state.seen.has(canonicalJson(specified.configuration))

/** The candidate of the greatest prediction; equal ones are equally likely. */
function best(pool: readonly Specified[], surrogate: Surrogate, random: RandomStream): Specified | undefined {
  let greatest = -Infinity
  let ties: Specified[] = []
  for (const candidate of pool) {
    const prediction = surrogate(wordsOf(candidate))
    if (prediction > greatest) {
      greatest = prediction
      ties = [candidate]
    } else if (prediction === greatest) ties.push(candidate)
  }
  return ties.length > 1 ? random.pick(ties) : ties[0]
}

/** The surrogate of the last multiple of `refit_interval` finished trials; none before the first. */
function currentSurrogate(state: State): Surrogate | undefined {
  const { refitInterval, surrogate: settings } = state.settings
  const count = Math.floor(state.finished.length / refitInterval) * refitInterval
  if (count === 0) return undefined
  if (state.fitted?.count !== count) {
    const observed = state.finished.slice(0, count)
    const values = observed.map(({ value }) => value)
    const scale = scaleOver(state.scale, values)
    const scores = values.map((value) => (value === undefined ? 0 : scoreSum(scale, value, 1)))
    const surrogate = fitSurrogate(
      observed.map(({ words }) => words),
      scores,
      settings,
    )
    state.fitted = { count, surrogate }
  }
  return state.fitted.surrogate
}
