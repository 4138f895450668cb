// The execution of `pretrained`: opens model files, lays them against the data of each task, and measures them on rows. Nothing is
// trained, so a seed changes nothing.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { EspalierError, RunError } from '../../schemas/diagnostic.js'
import { describeData } from '../data/describe.js'
import type { Dataset } from '../data/dataset.js'
import { loadData } from '../data/load.js'
import { bindModel, type ModelBinding } from '../model/pretrained/bind.js'
import { boundDataset, outputsFrom } from '../model/pretrained/outputs.js'
import { isServed, servesOf } from '../model/pretrained/serves.js'
import { feedsFor } from '../model/prepare/raw-inputs.js'
import { decodeModel } from '../onnx/decode.js'
import { openSession, type Session } from '../onnx/session.js'
import type { Measurement, SegmentOutcome, SegmentRequest } from '../procedures/procedure.js'
import { digestOfBytes } from '../support/digest.js'
import { invariant } from '../support/invariant.js'
import type { ExecutionContext, ProcedureExecution } from './execution.js'
import { evaluationRows } from './measure.js'
import { metricFold } from './metric-values.js'
import { traceOf } from './placements.js'

/** Executes `pretrained` procedures, in a worker. */
export const pretrainedExecution: ProcedureExecution = {
  kind: 'pretrained',
  inline: false,
  open: async (context) => {
    const models = new Map<string, Promise<OpenModel>>()
    const modelFor = (request: SegmentRequest): Promise<OpenModel> => {
      const { file, sha256 } = optionsOf(request)
      const key = JSON.stringify([file, sha256, request.task])
      const known = models.get(key)
      if (known !== undefined) return known
      const opened = openModel({ file, sha256, task: request.task }, context)
      models.set(key, opened)
      return opened
    }
    return {
      train: async (requests) => {
        const outcomes: SegmentOutcome[] = []
        for (const request of requests) outcomes.push(await outcomeOf(request, modelFor, context))
        return outcomes
      },
      close: async () => {
        for (const model of await Promise.allSettled(models.values())) {
          if (model.status === 'fulfilled') await model.value.session.release()
        }
        models.clear()
      },
    }
  },
}

interface PretrainedOptions {
  readonly file: string
  readonly sha256: string | undefined
}

function optionsOf({ specified }: SegmentRequest): PretrainedOptions {
  const { file, sha256 } = specified.training?.options ?? {}
  invariant(typeof file === 'string', 'a pretrained procedure without a file')
  return { file, sha256: typeof sha256 === 'string' ? sha256 : undefined }
}

/** A model file beside the data of one task. */
interface OpenModel {
  readonly session: Session
  readonly binding: ModelBinding
  readonly dataset: Dataset
}

/** @throws RunError `model-changed`; what reading, binding and opening throw */
async function openModel(
  { file, sha256, task }: PretrainedOptions & { readonly task: string },
  context: ExecutionContext,
): Promise<OpenModel> {
  const { experiment, root, device, deviceIndex } = context
  const declaration = experiment.tasks.find(({ name }) => name === task)
  invariant(declaration, `no data for task '${task}'`)
  const bytes = readFileSync(resolve(root, file))
  if (sha256 !== undefined && digestOfBytes(bytes) !== sha256) {
    throw new RunError('model-changed', 'data', `'${file}' is not the model that the plan was compiled for`, {
      hint: 'compile again',
    })
  }
  const loaded = await loadData(declaration, { root })
  const binding = bindModel(decodeModel(bytes), describeData(loaded))
  const trace = traceOf(context, 'pretrained', digestOfBytes(bytes))
  const session = await openSession(bytes, {
    device,
    ...(deviceIndex === undefined ? {} : { deviceIndex }),
    ...(trace === undefined ? {} : { trace }),
  })
  return { session, binding, dataset: boundDataset(loaded, binding.columns) }
}

async function outcomeOf(
  request: SegmentRequest,
  modelFor: (request: SegmentRequest) => Promise<OpenModel>,
  context: ExecutionContext,
): Promise<SegmentOutcome> {
  const { training } = request
  try {
    const measurements = await measure(request, await modelFor(request), context)
    const isWhole = measurements.every(({ value }) => Number.isFinite(value))
    return { training, end: isWhole ? 'completed' : 'diverged', measurements, measured: {} }
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    return { training, end: 'failed', measurements: [], message: error.message, measured: {} }
  }
}

async function measure(
  { rows, to }: SegmentRequest,
  model: OpenModel,
  context: ExecutionContext,
): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = []
  for (const on of ['select', 'measure'] as const) {
    const set = rows[on]
    if (set === undefined) continue
    for (const [metric, value] of await valuesOn(set, model, context)) {
      measurements.push({ metric, value, fidelity: to, on })
    }
  }
  return measurements
}

async function valuesOn(
  rows: ArrayLike<number>,
  { session, binding, dataset }: OpenModel,
  { metrics, experiment }: ExecutionContext,
): Promise<ReadonlyMap<string, number>> {
  const { target } = dataset
  const served = metrics.filter((metric) => isServed(metric, servesOf(binding)))
  const facts = {
    parameters: Number.NaN,
    flops: Number.NaN,
    trainedNumbers: Number.NaN,
    target: targetOf(target),
  }
  const fold = metricFold(served, facts, experiment.metrics ?? [])
  for (let start = 0; start < rows.length; start += evaluationRows) {
    const batch = Array.from(rows).slice(start, start + evaluationRows)
    const results = await session.run(feedsFor(binding.inputs, dataset, batch), [binding.output.name])
    const outputs = outputsFrom(results[binding.output.name], binding, dataset, batch.length)
    const targets = target.kind === 'class' ? target.codes : target.values
    fold.add(
      outputs,
      Float64Array.from(batch, (row) => targets[row] ?? Number.NaN),
    )
  }
  // What training lowered is not known of a file.
  return new Map([...fold.values()].filter(([metric]) => served.includes(metric)))
}

const targetOf = (target: Dataset['target']) =>
  target.kind === 'class'
    ? ({ kind: 'class', classes: target.classes.length } as const)
    : ({ kind: 'real' } as const)
