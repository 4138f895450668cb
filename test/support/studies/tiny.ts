// A whole small experiment in one file without imports at run time, so that test processes and worker processes load the same one:
// a space of a hundred points, an adaptive sampler, schedulers, a protocol, and a procedure whose results are a formula.
import type { Experiment, Plan } from '../../../runtime/experiment.js'
import type {
  ProcedureDefinition,
  SegmentOutcome,
  SegmentRequest,
} from '../../../runtime/procedures/procedure.js'
import type { ProtocolDefinition, Unit } from '../../../runtime/protocols/protocol.js'
import type { SamplerDefinition } from '../../../runtime/samplers/sampler.js'
import type { ScheduleContext, SchedulerDefinition } from '../../../runtime/schedulers/scheduler.js'
import type { Configuration } from '../../../runtime/space/decision.js'
import type { SearchSpace } from '../../../runtime/space/search-space.js'

const described = { summary: 'For tests.', options: {}, required: [] } as const

/** Value of a point: a hill with its top at x = 7, y = 3, moved a little by the seed. */
export const formula = (x: number, y: number, seed: number, fidelity: number): number =>
  1 - ((x - 7) ** 2 + (y - 3) ** 2) / 100 + ((seed * 7919 + x * 31 + y * 17) % 13) / 1000 - 0.05 / fidelity

/** What the procedure gives, here and in workers. */
export function outcomeOf(
  { training, specified, seed, to, phase }: SegmentRequest,
  measured: Readonly<Record<string, number>> = {},
): SegmentOutcome {
  const { x, y } = specified.configuration
  const value = formula(Number(x), Number(y), seed, to)
  const on = phase === 'tune' ? 'select' : 'measure'
  return {
    training,
    end: 'completed',
    measurements: [{ metric: 'score', value, fidelity: to, on }],
    measured,
  }
}

export const tinyProcedure: ProcedureDefinition = {
  ...described,
  role: 'procedure',
  kind: 'tiny',
  leavesModel: true,
  structure: () => 'tiny',
  width: () => 3,
}

interface ClimberState {
  pending: number
  seen: number
  best: { value: number; configuration: Configuration } | undefined
}

/** Adaptive, and touchy: its proposals depend on how many results it has seen, how many are pending, and on the best. */
export const climber: SamplerDefinition<ClimberState> = {
  ...described,
  role: 'sampler',
  kind: 'climber',
  adaptive: true,
  refuses: () => undefined,
  start: () => ({ pending: 0, seen: 0, best: undefined }),
  observe: (state, event) => {
    if (event.kind === 'proposed') state.pending += 1
    if (event.kind !== 'finished') return
    state.pending -= 1
    state.seen += 1
    const value = event.values?.[0]
    if (value !== undefined && (state.best === undefined || value > state.best.value)) {
      state.best = { value, configuration: event.configuration }
    }
  },
  propose: (state, random) => {
    const near = (from: unknown): number => {
      const step = random.integer(3 + ((state.seen + state.pending) % 3)) - 1
      return Math.min(9, Math.max(0, Number(from) + step))
    }
    const known = state.best?.configuration
    const configuration =
      known === undefined || random.uniform() < 0.3
        ? { x: random.integer(10), y: random.integer(10) }
        : { x: near(known['x']), y: near(known['y']) }
    return { kind: 'configuration', configuration }
  },
}

/** Ignores results. */
export const dice: SamplerDefinition = {
  ...described,
  role: 'sampler',
  kind: 'dice',
  adaptive: false,
  refuses: () => undefined,
  start: () => undefined,
  observe: () => undefined,
  propose: (_, random) => ({
    kind: 'configuration',
    configuration: { x: random.integer(10), y: random.integer(10) },
  }),
}

interface WholeState {
  readonly context: ScheduleContext
  proposed: number
}

/** Every trial to the end. */
export const whole: SchedulerDefinition<WholeState> = {
  ...described,
  role: 'scheduler',
  kind: 'whole',
  adaptive: false,
  start: (context) => ({ context, proposed: 0 }),
  observe: (state, event) => {
    if (event.kind === 'proposed') state.proposed += 1
  },
  decide: ({ context, proposed }) =>
    proposed < context.trials ? { kind: 'start', fidelity: context.fidelity.to } : { kind: 'wait' },
}

interface RungState extends WholeState {
  readonly paused: Map<number, number>
  readonly gone: Set<number>
}

/** Two rungs: of every two trials at the first the better goes on, the other is stopped. */
export const rungs: SchedulerDefinition<RungState> = {
  ...described,
  role: 'scheduler',
  kind: 'rungs',
  start: (context) => ({ context, proposed: 0, paused: new Map(), gone: new Set() }),
  observe: (state, event) => {
    if (event.kind === 'proposed') state.proposed += 1
    if (event.kind === 'progressed') state.paused.set(event.trial, event.values[0] ?? 0)
    if (event.kind === 'finished') state.gone.add(event.trial)
  },
  decide: ({ context, proposed, paused, gone }) => {
    const waiting = [...paused].filter(([trial]) => !gone.has(trial)).sort(([, a], [, b]) => a - b)
    if (waiting.length >= 2) {
      const promoted = [...paused].filter(([trial]) => gone.has(trial)).length
      const [worst, best] = [waiting[0], waiting.at(-1)]
      if (promoted % 2 === 0 && worst !== undefined) return { kind: 'stop', trial: worst[0] }
      if (best !== undefined) {
        paused.delete(best[0])
        return { kind: 'promote', trial: best[0], to: context.fidelity.to }
      }
    }
    return proposed < context.trials ? { kind: 'start', fidelity: context.fidelity.from } : { kind: 'wait' }
  },
}

const rows = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, index) => from + index)

function units(replicates: number, phase: 'tune' | 'evaluate', task: string): readonly Unit[] {
  return Array.from({ length: replicates }, (_, replicate) => ({
    task,
    replicate,
    fold: 0,
    phase,
    folds: [
      phase === 'tune'
        ? { train: rows(0, 8), select: rows(8, 10) }
        : { train: rows(0, 10), measure: rows(10, 20) },
    ],
    seeds: phase === 'tune' ? [replicate * 10, replicate * 10 + 1] : [replicate * 10 + 5],
    pairKey: `replicate ${replicate}`,
  }))
}

/** Tuning and evaluation on fixed rows. */
export const tinyProtocol: ProtocolDefinition = {
  ...described,
  role: 'protocol',
  kind: 'tiny_protocol',
  tuning: ({ options, tasks }) => units(Number(options['replicates']), 'tune', tasks[0]?.name ?? ''),
  evaluation: ({ options, tasks }, unit) =>
    units(Number(options['replicates']), 'evaluate', tasks[0]?.name ?? '').filter(
      ({ replicate }) => replicate === unit.replicate,
    ),
  select: (_, trials) => {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
    const valued = trials.filter(({ values }) => values.length > 0)
    return [...valued].sort((a, b) => mean(b.values) - mean(a.values) || a.trial - b.trial)[0]?.trial
  },
  refit: ({ tasks }) => ({
    task: tasks[0]?.name ?? '',
    replicate: 0,
    fold: 0,
    phase: 'refit',
    folds: [{ train: rows(0, 20) }],
    seeds: [99],
    pairKey: '',
  }),
}

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

/** The hundred points. */
export const tinySpace: SearchSpace = {
  hyperparameters: ['x', 'y'].map((name) => ({
    name,
    value: { open: 'one_of' as const, path: name, values: digits, ordered: true },
  })),
  training: { definition: tinyProcedure, path: 'train', options: {} },
  constraints: [],
  facts: {},
}

export interface TinyOptions {
  readonly trials?: number
  readonly replicates?: number
  readonly slots?: number
  readonly order?: 'virtual' | 'arrival'
  readonly arms?: readonly ('climber' | 'dice' | 'rungs' | 'baseline')[]
  readonly space?: SearchSpace
  readonly digest?: string
  readonly resources?: Experiment['resources']
  readonly refit?: Experiment['refit']
}

/** An experiment over the hundred points. */
export function tinyExperiment({
  trials = 8,
  replicates = 2,
  slots = 3,
  order = 'virtual',
  arms = ['climber', 'dice'],
  space = tinySpace,
  digest = 'tiny',
  resources = {},
  refit = 'none',
}: TinyOptions = {}): Experiment {
  return {
    name: 'tiny',
    seed: 5,
    source: { path: 'tiny.yaml', bytesSha256: digest, resolvedSha256: digest },
    tasks: [],
    arms: arms.map((name) => ({
      name,
      space,
      sampler: { definition: name === 'dice' ? dice : climber, path: '', options: {} },
      scheduler: { definition: name === 'rungs' ? rungs : whole, path: '', options: {} },
      trials,
      enqueue: name === 'climber' ? [{ x: 5, y: 5 }] : [],
      ...(name === 'baseline' ? { fixed: { x: 0, y: 0 } } : {}),
    })),
    objective: [{ direction: 'maximize', metric: 'score' }],
    ...(arms.includes('rungs') ? { fidelity: { name: 'epochs', from: 1, to: 3 } } : {}),
    protocol: { definition: tinyProtocol, path: '', options: { replicates } },
    claims: [],
    guarantees: [],
    slots,
    order,
    refit,
    resources,
  }
}

/** The stages as every plan has them. */
export const tinyPlan = (options: TinyOptions = {}): Plan => ({
  experiment: tinyExperiment(options),
  stages: async (run) => {
    const prepared = await run.prepare()
    const tuned = await run.tune(prepared)
    const selected = await run.select(tuned)
    const measured = await run.evaluate(selected)
    const concluded = await run.claim(measured)
    await run.deploy(selected, concluded)
  },
})

export default tinyPlan({ arms: ['climber', 'dice', 'rungs', 'baseline'] })
