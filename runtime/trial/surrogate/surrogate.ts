// Trainings by a fitted model: opens the file of a `surrogate` procedure, feeds a configuration, reads the metrics.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { RunError } from '../../../schemas/diagnostic.js'
import type { Session } from '../../onnx/session.js'
import { decodeSignature } from '../../onnx/signature.js'
import type { Measurement, SegmentOutcome, SegmentRequest } from '../../procedures/procedure.js'
import { numbersOf, tensorFrom, tensorOf, type Tensor } from '../../tensor/tensor.js'
import type { ExecutionContext, ProcedureExecution } from '../execution.js'
import { bindSurrogate, type BoundColumn, type BoundInput, type SurrogateBinding } from './bind.js'
import { surrogateOptions, type SurrogateOptions } from './options.js'

/** Executes `surrogate` procedures, in the process that asks: on the CPU, with one thread. */
export const surrogateExecution: ProcedureExecution = {
  kind: 'surrogate',
  inline: true,
  open: async (context) => {
    const models = new Map<string, Promise<OpenModel>>()
    const modelOf = (options: SurrogateOptions): Promise<OpenModel> => {
      const key = JSON.stringify(options)
      const opened = models.get(key) ?? openModel(options, context)
      models.set(key, opened)
      return opened
    }
    return {
      train: async (requests) => {
        const outcomes: SegmentOutcome[] = []
        for (const request of requests) {
          const options = surrogateOptions(request.specified.training?.options ?? {})
          outcomes.push(await ask(await modelOf(options), request, options, context.metrics))
        }
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

interface OpenModel {
  readonly session: Session
  readonly binding: SurrogateBinding
}

/** @throws OptionError `surrogate-does-not-fit`, RunError `model-unreadable`, `session-failed`, `input-not-found` */
async function openModel(options: SurrogateOptions, { root }: ExecutionContext): Promise<OpenModel> {
  const bytes = readModel(resolve(root, options.model), options.model)
  const binding = bindSurrogate(decodeSignature(bytes), options)
  // Native code, loaded only in processes that do ask a model.
  const { openSession } = await import('../../onnx/session.js')
  return { session: await openSession(bytes, { device: 'cpu' }), binding }
}

function readModel(file: string, name: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new RunError('input-not-found', 'data', `the model '${name}' cannot be read`, { cause: error })
  }
}

async function ask(
  { session, binding }: OpenModel,
  request: SegmentRequest,
  options: SurrogateOptions,
  metrics: readonly string[],
): Promise<SegmentOutcome> {
  const { training, specified, phase, to } = request
  const choices = { ...specified.hyperparameters, ...specified.configuration }
  const feeds = Object.fromEntries(
    binding.inputs.map((input) => [input.name, feedOf(input, choices, { to, absent: options.absent })]),
  )
  const wanted = [...new Set(metrics.flatMap((metric) => binding.outputs.get(metric)?.name ?? []))]
  const results = await session.run(feeds, wanted)
  const on = phase === 'tune' ? 'select' : 'measure'
  const measurements = metrics.flatMap((metric): Measurement[] => {
    const output = binding.outputs.get(metric)
    const tensor = output === undefined ? undefined : results[output.name]
    if (output === undefined || tensor === undefined) return []
    return [{ metric, value: valueIn(tensor, output.column), fidelity: to, on }]
  })
  const isWhole = measurements.every(({ value }) => Number.isFinite(value))
  return { training, end: isWhole ? 'completed' : 'diverged', measurements, measured: {} }
}

const valueIn = (tensor: Tensor, column: number): number =>
  tensor.element === 'string' ? Number.NaN : (numbersOf(tensor)[column] ?? Number.NaN)

interface Filling {
  readonly to: number
  readonly absent: number
}

function feedOf(input: BoundInput, choices: Readonly<Record<string, unknown>>, filling: Filling): Tensor {
  const { element, shape, columns } = input
  const valueOf = ({ choice, isFidelity }: BoundColumn): unknown =>
    isFidelity ? filling.to : Object.hasOwn(choices, choice) ? choices[choice] : undefined
  if (element === 'string') {
    return tensorFrom(
      'string',
      shape,
      columns.map((column) => String(valueOf(column) ?? '')),
    )
  }
  return tensorOf(
    element,
    shape,
    columns.flatMap((column) => codesOf(valueOf(column), column, filling.absent)),
  )
}

/** A value as numbers: itself, its code, or a 1 at its place among zeros; what a configuration does not have is `absent` throughout. */
function codesOf(value: unknown, { categories, width }: BoundColumn, absent: number): readonly number[] {
  if (value === undefined) return Array.from({ length: width }, () => absent)
  if (categories === undefined) return [Number(value)]
  const code = categories.indexOf(value)
  if (width === 1) return [code]
  return categories.map((_, place) => (place === code ? 1 : 0))
}
