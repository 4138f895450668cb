// Measuring a model on rows: the evaluation graph in batches of a fixed length, metrics on the host in double precision.
// A member of a population is measured alone, by the same graph as everybody: what it scores does not depend on company.
import type { Definition } from '../../schemas/definition.js'
import { inference } from '../model/inference.js'
import { isGenerative } from '../model/losses/generative.js'
import { noiseInput, noisesOf } from '../model/sampling.js'
import { isFrozen } from '../model/update-scales.js'
import type { Recipe } from '../model/training-recipe.js'
import type { ProcedureContext } from '../procedures/procedure.js'
import { encodeGraph } from '../onnx/encode.js'
import { openSession, type Trace } from '../onnx/session.js'
import { invariant } from '../support/invariant.js'
import { randomStream } from '../support/random.js'
import { sizeOf } from '../support/shape.js'
import { builder } from '../tensor/builder.js'
import { scalarOf, tensorFrom, type Tensor } from '../tensor/tensor.js'
import type { SavedTensor } from './checkpoint.js'
import type { Job } from './job.js'
import { metricFold } from './metric-values.js'
import type { Observed } from './observed.js'

/** Rows in one call of the evaluation graph. */
export const evaluationRows = 256

/** What is to be measured. */
export interface Measuring {
  readonly job: Job
  /** What the training showed. */
  readonly observed: Observed
  readonly state: readonly SavedTensor[]
  readonly rows: Uint32Array
  readonly metrics: readonly string[]
  /** Metrics of the author's own. */
  readonly own?: readonly Definition[]
}

/** Loss and metrics of a model state on rows. */
export async function measureRows(
  session: EvaluationSession,
  { job, observed, state, rows, metrics, own }: Measuring,
): Promise<ReadonlyMap<string, number>> {
  const { parameters, flops } = job.request.specified
  const { target, targets, features } = job.prepared
  const { outputs: kind } = job.recipe.loss.definition
  const facts = { parameters, flops, trainedNumbers: trainedNumbers(job), observed, target }
  const fold = metricFold(metrics, kind === undefined ? facts : { ...facts, outputs: kind }, own)
  for (let start = 0; start < rows.length; start += evaluationRows) {
    const batch = Int32Array.from(rows.subarray(start, start + evaluationRows))
    const { outputs, losses } = await session.run(job, state, batch)
    const width = outputs.length / batch.length
    fold.add(
      {
        values: outputs,
        width,
        ...(losses === undefined
          ? { data: rowsOf(features, batch, width) }
          : { loss: losses.reduce((sum, entry) => sum + entry, 0) / batch.length }),
      },
      Float64Array.from(batch, (row) => Number(targets.data[row])),
    )
  }
  return fold.values()
}

/** Entries of all parameters that an update changes. */
const trainedNumbers = ({ recipe, leaves }: Job): number =>
  [...leaves.parameters.values()].reduce(
    (sum, leaf) => (isFrozen(recipe, leaf) ? sum : sum + sizeOf(leaf.declaration.shape)),
    0,
  )

/** Rows of the prepared data [n, width]. */
function rowsOf({ data }: Tensor, rows: Int32Array, width: number): Float32Array {
  invariant(data instanceof Float32Array, 'prepared data are no reals')
  const taken = new Float32Array(rows.length * width)
  rows.forEach((row, place) => taken.set(data.subarray(row * width, (row + 1) * width), place * width))
  return taken
}

/** An open evaluation graph. */
export interface EvaluationSession {
  /** What metrics read, row by row, and the loss of each row; or a sample for each row, and no loss. */
  run(
    job: Job,
    state: readonly SavedTensor[],
    rows: Int32Array,
  ): Promise<{ readonly outputs: Float32Array; readonly losses?: Float32Array }>
  release(): Promise<void>
}

/** Builds and loads the evaluation graph of a recipe. */
export async function openEvaluation(
  recipe: Recipe,
  { device, deviceIndex }: Pick<ProcedureContext, 'device' | 'deviceIndex'>,
  trace?: Trace,
): Promise<EvaluationSession> {
  const { inputs, outputs, losses } = inference(recipe, builder())
  const bytes = encodeGraph({
    name: 'evaluation',
    inputs,
    outputs: [
      { name: 'outputs', value: outputs },
      ...(losses === undefined ? [] : [{ name: 'losses', value: losses }]),
    ],
    device,
  })
  const session = await openSession(bytes, {
    device,
    ...(deviceIndex === undefined ? {} : { deviceIndex }),
    ...(trace === undefined ? {} : { trace }),
  })
  return {
    run: async (job, state, rows) => {
      const feeds: Record<string, Tensor> = {
        data: job.prepared.features,
        targets: job.prepared.targets,
        batch: tensorFrom('int32', [rows.length], rows),
        [noiseInput]: noiseFor(job, rows),
      }
      for (const { name, shape, values } of state) feeds[name] = tensorFrom('float32', shape, values)
      for (const [name, value] of job.scales) feeds[name] = scalarOf('float32', value)
      const given = Object.fromEntries(
        session.inputs.flatMap((name) => (feeds[name] === undefined ? [] : [[name, feeds[name]] as const])),
      )
      const results = await session.run(given)
      const answered = { outputs: realsOf(results['outputs']) }
      return losses === undefined ? answered : { ...answered, losses: realsOf(results['losses']) }
    },
    release: () => session.release(),
  }
}

function realsOf(tensor: Tensor | undefined): Float32Array {
  invariant(tensor?.data instanceof Float32Array, 'an evaluation graph returned something else than reals')
  return tensor.data
}

/**
 * Noise for a sample a row, keyed by training seed and first row: the same rows give the same noise whenever they are measured. Nothing
 * where rows are answered.
 */
function noiseFor({ recipe: { loss, model }, request }: Job, rows: Int32Array): Tensor {
  const { definition, options } = loss
  const calls = isGenerative(definition) ? noisesOf({ loss: { definition, options } }) : 0
  const shape = [rows.length, calls, ...model.input.shape]
  const random = randomStream(request.seed, 'samples', rows[0] ?? 0)
  return tensorFrom(
    'float32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
  )
}
