// An invented study: two searches over six replicates and a fixed baseline, with diverged trials and a refit.
import type { StudyOutcome, TrialState } from '../../runtime/store/state.js'
import { concludeClaims } from '../../runtime/claims/conclude.js'
import { composeResult, type ResultFacts } from '../../runtime/report/result.js'
import { randomStream } from '../../runtime/support/random.js'
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { Result, ResultMeasurement } from '../../schemas/result.js'
import { claim, row } from './rows.js'

const trialsEach = 12
const replicates = 6
const lift: Readonly<Record<string, number>> = { mcts: 0.02, random: 0, baseline: -0.03 }

/** Rows of the invented study. */
export function inventedRows(seed = 1): readonly ResultMeasurement[] {
  return Object.keys(lift).flatMap((arm) =>
    Array.from({ length: replicates }, (_, replicate) => rowsOf(arm, replicate, seed)).flat(),
  )
}

function rowsOf(arm: string, replicate: number, seed: number): readonly ResultMeasurement[] {
  const random = randomStream(seed, arm, replicate)
  const level = 0.93 + (lift[arm] ?? 0)
  const base = { arm, task: 'mnist', replicate, seed: 1000 + replicate }
  const tuned = Array.from({ length: arm === 'baseline' ? 0 : trialsEach }, (_, trial) => {
    const diverged = random.uniform() < 0.08
    const value = diverged
      ? null
      : Math.min(0.99, level - 0.4 * random.uniform() ** 3 - 0.02 * random.uniform())
    return row({
      ...base,
      phase: 'tune',
      trial,
      value,
      end: diverged ? 'diverged' : 'completed',
      fidelity: 2,
    })
  })
  const trial = arm === 'baseline' ? null : 3
  const accuracy = level + 0.008 * random.normal()
  return [
    ...tuned,
    row({ ...base, phase: 'evaluate', trial, value: accuracy, fidelity: 2 }),
    row({
      ...base,
      phase: 'evaluate',
      trial,
      value: 3 * (1 - accuracy),
      metric: 'cross_entropy',
      fidelity: 2,
    }),
  ]
}

/** Claims on it: one of each outcome, a margin, a threshold, an exploratory one. */
export const inventedClaims: readonly ClaimDeclaration[] = [
  claim({ id: 'a', statement: 'mcts better than random on accuracy', arm: 'mcts', than: 'random' }),
  claim({ id: 'b', statement: 'baseline better than random on accuracy', arm: 'baseline', than: 'random' }),
  claim({
    id: 'c',
    statement: 'random not worse than mcts on accuracy within 0.02',
    claim: 'not_worse',
    arm: 'random',
    than: 'mcts',
    margin: 0.02,
  }),
  {
    id: 'd',
    statement: 'mcts at least 0.92 on accuracy',
    claim: 'threshold',
    arm: 'mcts',
    on: 'accuracy',
    over: 'replicates',
    by: 'paired_permutation',
    at: 0.05,
    bound: { at_least: 0.92, confidence: 0.95 },
    exploratory: false,
  },
  claim({
    id: 'e',
    statement: 'mcts better than random on tuning.accuracy',
    arm: 'mcts',
    than: 'random',
    on: 'tuning.accuracy',
    by: 'wilcoxon',
    exploratory: true,
  }),
]

/** The study as the store hands it over. */
export function inventedOutcome(seed = 1): StudyOutcome {
  const arms = Object.keys(lift)
  const measurements = inventedRows(seed).map((one) => ({
    ...one,
    end: one.end === 'diverged' ? ('diverged' as const) : ('completed' as const),
  }))
  const noTrials: readonly TrialState[] = []
  return {
    name: 'quickstart',
    seed: 1,
    status: 'finished',
    source: {
      path: 'specs/quickstart.yaml',
      bytesSha256: 'ab12cd34'.repeat(8),
      resolvedSha256: '0123abcd'.repeat(8),
    },
    numerics: 'cpu-1.30.0-x64-avx2-t1-v1',
    arms,
    objectives: [{ metric: 'accuracy', direction: 'maximize' }],
    data: [{ name: 'mnist', digest: 'feed0123'.repeat(8), rows: 10000 }],
    trials: noTrials,
    selected: arms.flatMap((arm) =>
      Array.from({ length: replicates }, (_, replicate) => ({
        kind: 'selected' as const,
        arm,
        task: 'mnist',
        replicate,
        fold: 0,
        ...(arm === 'baseline' ? {} : { trial: 3 }),
        configuration: {
          learning_rate: 0.00123456 * (replicate + 1),
          batch_size: 32,
          'repeat.times': 2,
          'repeat[0].conv2d.filters': 16,
          'repeat[0].choice': 'relu',
        },
      })),
    ),
    measurements,
    claims: [],
    models: [
      {
        kind: 'model-exported',
        arm: 'mcts',
        file: 'models/mcts.onnx',
        refit: 'all',
        sha256: 'beef'.repeat(16),
      },
    ],
    counts: {
      trials: 144,
      trainings: 162,
      executed: 150,
      reused: 12,
      by_end: { completed: 151, diverged: 11 },
    },
    exact: { holds: true, because: [] },
    lostWorkers: 0,
    lateResults: 0,
    measured: { trainings: 162, milliseconds: 98765, forms: {} },
  }
}

/** What the caller adds to it. */
export const inventedFacts = (overrides: Partial<ResultFacts> = {}): ResultFacts => ({
  protocol: { kind: 'two_phase', options: { replicates } },
  claims: concludeClaims(inventedClaims, {
    measurements: inventedRows(),
    direction: () => 'maximize',
    seed: 1,
  }),
  guarantees: [
    { rule: 'disjoint-rows', status: 'proved' },
    { rule: 'equal-budgets', status: 'proved' },
    { rule: 'overlapping-rows', status: 'waived', because: 'duplicates are known and harmless' },
  ],
  looks: 2,
  environment: { node: '20.20.2', platform: 'linux x64', cpu: '2 cores' },
  timings: { seconds: 118.3 },
  ...overrides,
})

/** Its result. */
export const inventedResult = (overrides: Partial<ResultFacts> = {}): Result =>
  composeResult(inventedOutcome(), inventedFacts(overrides))
