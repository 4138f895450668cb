// Carries out supervised trainings in the process of a worker: segment requests become sessions here and nowhere else.
//   requests → jobs (recipe, form, epochs) → groups of one structure, one data set, one stretch of epochs
//   group    → members (fresh or from checkpoints) → epochs in the graph's loop → measurements → outcomes
import { totalmem } from 'node:os'
import { EspalierError, GraphError } from '../../schemas/diagnostic.js'
import type {
  OpenProcedure,
  ProcedureContext,
  SegmentOutcome,
  SegmentRequest,
} from '../procedures/procedure.js'
import { splitFrozen } from '../model/frozen-head.js'
import { evaluationBytes, trainingBytes } from '../model/memory.js'
import { paddedWidth } from '../model/population.js'
import { trained } from '../model/recipe.js'
import { channelBlock } from '../onnx/channel-block.js'
import { stopwatch } from '../support/clock.js'
import { sizeOf } from '../support/shape.js'
import { trainGroup, type GroupTools } from './group.js'
import { jobOf, type Job, type MetricsAsked } from './job.js'
import { evaluationRows, measureRows, openEvaluation, type EvaluationSession } from './measure.js'
import { directionIn, observedBy } from './metric-values.js'
import { outcomeOf, startMember } from './member.js'
import { traceOf } from './placements.js'
import type { PrepareData, PreparedData } from './prepared-data.js'
import { sessionCache, type SessionCache } from './session-cache.js'
import { openTraining, type TrainingSession, type TrainingTarget } from './training-session.js'

/** Memory for sessions that are kept open; a worker's own use comes on top. */
const sessionBytes = 2 ** 29

/** Opens the procedure; sessions and prepared data live until it is closed. */
export function openSupervised(prepare: PrepareData, context: ProcedureContext): OpenProcedure {
  const sessions = sessionCache(sessionBytes)
  const tools = toolsOf(sessions, context)
  const asked: MetricsAsked = {
    directionOf: directionIn(context.ownMetrics),
    observed: observedBy(context.metrics, context.ownMetrics),
  }
  return {
    train: async (requests) => {
      const outcomes = new Map<SegmentRequest, SegmentOutcome>()
      const jobs: Job[] = []
      for (const request of requests) {
        const job = await accept(request, prepare, { asked, progress: context.progress })
        if ('end' in job) outcomes.set(request, job)
        else jobs.push(job)
      }
      for (const group of groupsOf(jobs)) {
        for (const outcome of await runGroup(group, tools)) outcomes.set(outcome.request, outcome.outcome)
      }
      return requests.map((request) => outcomes.get(request) ?? failure(request, 'failed', 'it was not run'))
    },
    close: () => sessions.close(),
  }
}

/** A job, or the outcome of a request that cannot be trained. */
async function accept(
  request: SegmentRequest,
  prepare: PrepareData,
  { asked, progress }: Accepting,
): Promise<Job | SegmentOutcome> {
  const prepared = await prepareFor(request, prepare, progress)
  if ('end' in prepared) return prepared
  try {
    const job = jobOf(request, prepared, asked)
    const { model, loss } = job.recipe
    if (
      model.input.type !== prepared.input.type ||
      sizeOf(model.input.shape) !== sizeOf(prepared.input.shape)
    ) {
      return failure(
        request,
        'invalid',
        'the model was specified for another input than the prepared data give',
      )
    }
    const refusal = loss.definition.refuses(model.output, prepared.target, loss.options, model.input)
    if (refusal !== undefined) return failure(request, 'invalid', refusal)
    const excess = memoryExcess(job)
    return excess === undefined ? job : failure(request, 'out_of_memory', excess)
  } catch (error) {
    if (error instanceof GraphError) return failure(request, 'invalid', error.message)
    throw error
  }
}

interface Accepting {
  readonly asked: MetricsAsked
  readonly progress: ProcedureContext['progress']
}

/** The data of a request, or its outcome where the features of its frozen model cannot be had: others may have another. */
async function prepareFor(
  request: SegmentRequest,
  prepare: PrepareData,
  progress: ProcedureContext['progress'],
): Promise<PreparedData | SegmentOutcome> {
  const { task, rows, training, from } = request
  const { frozen: use } = splitFrozen(trained(request.specified).model)
  if (use === undefined) return prepare(task, rows.train)
  try {
    return await prepare(task, rows.train, { use, onBatch: () => progress(training, from, {}) })
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    const { at } = use.layer
    return failure(request, 'failed', at === undefined ? error.message : `${error.message} (${at})`)
  }
}

/** Jobs that one call can run: equal structure, data, steps and epochs; at most as many as the form allows. */
function groupsOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const groups = new Map<string, Job[][]>()
  for (const job of jobs) {
    const { from, to } = job.epochs
    const key = [job.structure, job.prepared.key, job.stepsPerEpoch, from, to, job.form.kind].join(' ')
    const open = groups.get(key) ?? []
    groups.set(key, open)
    const last = open.at(-1)
    if (last !== undefined && last.length < job.form.cap) last.push(job)
    else open.push([job])
  }
  return [...groups.values()].flat()
}

async function runGroup(
  jobs: readonly Job[],
  tools: GroupTools,
): Promise<readonly { readonly request: SegmentRequest; readonly outcome: SegmentOutcome }[]> {
  const started = stopwatch()
  const [first] = jobs
  if (first === undefined) return []
  const width = first.form.kind === 'single' ? 0 : paddedWidth(jobs.length)
  const { slots } = await tools.session(first, width)
  const members = await Promise.all(jobs.map((job) => startMember(job, slots)))
  await trainGroup(members, tools)
  const measured = {
    milliseconds: (stopwatch() - started) / jobs.length,
    form: first.form.kind,
    width: jobs.length,
  }
  return members.map((member) => ({ request: member.job.request, outcome: outcomeOf(member, measured) }))
}

function toolsOf(sessions: SessionCache, context: ProcedureContext): GroupTools {
  const targetOf = targetsOf(context)
  return {
    context,
    session: (job, width, observed) =>
      sessions.get<TrainingSession>(
        `train ${job.structure} ${String(width)} ${(observed ?? []).join(' ')}`,
        trainingBytes(job.recipe, job.request.specified.parameters, width),
        async () => {
          const recipe = observed === undefined ? job.recipe : { ...job.recipe, observed }
          const trace = traceOf(context, 'training', `${job.structure} ${String(width)}`)
          return openTraining(recipe, width, await targetOf(width), trace)
        },
      ),
    measure: async ({ job, observed }, state, rows) => {
      const session = await sessions.get<EvaluationSession>(
        `measure ${job.inferenceStructure}`,
        evaluationBytes(job.recipe, job.request.specified.parameters, evaluationRows),
        () => openEvaluation(job.recipe, context, traceOf(context, 'evaluation', job.inferenceStructure)),
      )
      const { metrics, ownMetrics: own = [] } = context
      return measureRows(session, { job, observed, state, rows, metrics, own })
    },
  }
}

/** Why a training alone cannot fit into this machine; found before it is tried, because trying may take the machine down. */
function memoryExcess({ recipe, form, request }: Job): string | undefined {
  const { parameters } = request.specified
  const bytes = trainingBytes(recipe, parameters, form.kind === 'single' ? 0 : paddedWidth(1))
  if (bytes <= totalmem()) return undefined
  const parts = `${parameters} parameters and a batch of ${recipe.batch}`
  return `a model of ${parts} needs about ${gibibytes(bytes)} GiB, this machine has ${gibibytes(totalmem())} GiB`
}

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)

/** What graphs of a width are written for; the machine is probed once. Only single trainings hold convolutions worth it. */
function targetsOf({ device, deviceIndex }: ProcedureContext): (width: number) => Promise<TrainingTarget> {
  const target = { device, ...(deviceIndex === undefined ? {} : { deviceIndex }) }
  let probed: Promise<number | undefined> | undefined
  return async (width) => {
    if (width !== 0) return target
    probed ??= channelBlock(device)
    const block = await probed
    return block === undefined ? target : { ...target, block }
  }
}

const failure = (
  request: SegmentRequest,
  end: 'invalid' | 'failed' | 'out_of_memory',
  message: string,
): SegmentOutcome => ({
  training: request.training,
  end,
  measurements: [],
  message,
  measured: {},
})
