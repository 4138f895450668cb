// Trainings by a function of the author's: called once a training, its metrics judged, its exceptions an end like any other.
import { performance } from 'node:perf_hooks'
import { RunError } from '../../schemas/diagnostic.js'
import type { Measurement, SegmentOutcome, SegmentRequest } from '../procedures/procedure.js'
import type { ObjectiveFunction } from '../procedures/objective-function.js'
import type { ExecutionContext, ProcedureExecution } from './execution.js'

/** Executes `function` procedures in the process of a worker, where a time limit ends even what never returns. */
export const functionExecution: ProcedureExecution = {
  kind: 'function',
  inline: false,
  open: async (context) => open(context, (result) => result),
}

/** The same in the process that asks, for plans that are no files: a function that awaits can be left at its time limit. */
export const inlineFunctionExecution: ProcedureExecution = {
  kind: 'function',
  inline: true,
  open: async (context) =>
    open(context, (result, signal, training) => Promise.race([result, timeout(signal, training)])),
}

type Waiting = (
  result: Promise<SegmentOutcome>,
  signal: AbortSignal,
  training: string,
) => Promise<SegmentOutcome>

const open = (context: ExecutionContext, wait: Waiting): Awaited<ReturnType<ProcedureExecution['open']>> => ({
  train: async (requests) => {
    const outcomes: SegmentOutcome[] = []
    for (const request of requests) outcomes.push(await train(request, context, wait))
    return outcomes
  },
  close: async () => undefined,
})

/** Milliseconds between two signs of life: a function may be silent for hours, a worker may not. */
const heartbeatInterval = 60_000

async function train(
  request: SegmentRequest,
  context: ExecutionContext,
  wait: Waiting,
): Promise<SegmentOutcome> {
  const { training, from } = request
  const { timeoutSeconds } = context.experiment.resources
  const stop = new AbortController()
  const heartbeat = setInterval(() => context.progress(training, from, {}), heartbeatInterval)
  const limit =
    timeoutSeconds === undefined ? undefined : setTimeout(() => stop.abort(), timeoutSeconds * 1000)
  const started = performance.now()
  try {
    const outcome = await wait(called(request, context, stop.signal), stop.signal, training)
    return { ...outcome, measured: { milliseconds: performance.now() - started } }
  } finally {
    clearInterval(heartbeat)
    clearTimeout(limit)
  }
}

/** Calls the function; what it throws fails the training, and no other. */
async function called(
  request: SegmentRequest,
  context: ExecutionContext,
  signal: AbortSignal,
): Promise<SegmentOutcome> {
  const { training, specified, seed, phase, arm, task, rows, to, maximum } = request
  const { name, objective } = functionOf(request, context)
  const report = (metrics: Readonly<Record<string, number>>, fidelity = to): void =>
    context.progress(training, fidelity, metrics)
  const configuration = { ...specified.hyperparameters, ...specified.configuration }
  const call = { seed, fidelity: to, maximum, phase, arm, task, rows, signal, report }
  try {
    return judge(await objective(configuration, call), name, request, context.metrics)
  } catch (error) {
    const message = `'${name}' threw: ${error instanceof Error ? error.message : String(error)}`
    return failed(training, message)
  }
}

/** @throws RunError `unknown-function` */
function functionOf(
  { specified }: SegmentRequest,
  { experiment }: ExecutionContext,
): { readonly name: string; readonly objective: ObjectiveFunction } {
  const name = String(specified.training?.options['call'])
  const { functions = {} } = experiment
  const objective = (Object.hasOwn(functions, name) ? functions[name] : undefined) as
    ObjectiveFunction | undefined
  if (objective !== undefined) return { name, objective }
  throw new RunError('unknown-function', 'data', `the plan has no function '${name}'`, {
    hint: `give the plan \`functions: { ${name} }\``,
  })
}

function judge(
  returned: unknown,
  name: string,
  { training, phase, to }: SegmentRequest,
  wanted: readonly string[],
): SegmentOutcome {
  const metrics =
    typeof returned === 'number' && wanted[0] !== undefined ? { [wanted[0]]: returned } : returned
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    return failed(training, `'${name}' returned ${shown(returned)}; expected metrics by name`)
  }
  const found = new Map(Object.entries(metrics as Readonly<Record<string, unknown>>))
  const missing = phase === 'refit' ? [] : wanted.filter((metric) => !found.has(metric))
  if (missing.length > 0) {
    const which = missing.map((metric) => `'${metric}'`).join(', ')
    return failed(training, `'${name}' returned no ${which}`)
  }
  const odd = [...found].find(([, value]) => typeof value !== 'number')
  if (odd !== undefined) {
    return failed(training, `'${name}' returned ${shown(odd[1])} as '${odd[0]}'; expected a number`)
  }
  const on = phase === 'tune' ? 'select' : 'measure'
  const measurements = [...found].flatMap(([metric, value]): readonly Measurement[] =>
    typeof value === 'number' && Number.isFinite(value) ? [{ metric, value, fidelity: to, on }] : [],
  )
  const infinite = wanted.find((metric) => found.has(metric) && !Number.isFinite(found.get(metric)))
  return infinite === undefined
    ? { training, end: 'completed', measurements, measured: {} }
    : { training, end: 'diverged', measurements, message: `'${infinite}' is not finite`, measured: {} }
}

const failed = (training: string, message: string): SegmentOutcome => ({
  training,
  end: 'failed',
  measurements: [],
  message: message.slice(0, 500),
  measured: {},
})

const timeout = (signal: AbortSignal, training: string): Promise<SegmentOutcome> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({
        training,
        end: 'timed_out',
        measurements: [],
        message: 'the function reached its time limit',
        measured: {},
      }),
    )
  })

const shown = (value: unknown): string =>
  (typeof value === 'string' ? JSON.stringify(value) : String(value)).slice(0, 100)
