// Sole user of onnxruntime-node: models from bytes, tensors in, tensors out, memory released, typed errors.
import { env, InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import type { RunExit } from '../../schemas/diagnostic.js'
import { InvariantError, RunError } from '../../schemas/diagnostic.js'
import type { Device } from '../tensor/graph.js'
import type { Tensor, TensorData } from '../tensor/tensor.js'
import type { ElementType } from '../tensor/tensor-type.js'

/** How a model is run. */
export interface SessionOptions {
  readonly device?: Device
  /** Threads inside one operator; 1 unless told, so that results do not depend on the machine's load. */
  readonly threads?: number
  /** ONNX Runtime's own graph optimization. */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'layout' | 'all'
  /** Path prefix of a JSON profile, written at release: times and provider of each node. */
  readonly profile?: string
}

/** A model ready to run. */
export interface Session {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Element types of outputs that are tensors, by name: those that we do not handle among them. */
  readonly outputElements: Readonly<Record<string, string>>
  /** Results by name, all of them or those wanted. Blocks the thread. @throws RunError `run-failed` */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    wanted?: readonly string[],
  ): Promise<Readonly<Record<string, Tensor>>>
  /** Frees its memory; the session cannot be used any more. */
  release(): Promise<void>
}

/** Loads a model. @throws RunError `session-failed` */
export async function openSession(model: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  // The providers' own words, which go to the error stream before anything can be caught; what fails is thrown.
  env.logLevel = 'fatal'
  const session = await guarded('session-failed', () => InferenceSession.create(model, settings(options)))
  let isOpen = true
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    outputElements: Object.fromEntries(
      session.outputMetadata.flatMap((output) => (output.isTensor ? [[output.name, output.type]] : [])),
    ),
    run: async (feeds, wanted) => {
      if (!isOpen) throw new InvariantError('a released session was run')
      const given = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toRuntime(value)]))
      const results = await guarded('run-failed', () => session.run(given, wanted ?? session.outputNames))
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromRuntime(value)]))
    },
    release: async () => {
      if (!isOpen) return
      isOpen = false
      await session.release()
    },
  }
}

/** Runs a model once. */
export async function runOnce(
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: SessionOptions = {},
): Promise<Readonly<Record<string, Tensor>>> {
  const session = await openSession(model, options)
  try {
    return await session.run(feeds)
  } finally {
    await session.release()
  }
}

function settings(options: SessionOptions): InferenceSession.SessionOptions {
  const { device = 'cpu', threads = 1, optimization = 'all', profile } = options
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: optimization,
    // Fatal only: what fails is thrown as a RunError and told once.
    logSeverityLevel: 4,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  }
}

async function guarded<T>(code: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new RunError(code, exitOf(message), `ONNX Runtime: ${firstLine(message)}`, { cause: error })
  }
}

/** What ONNX Runtime says when memory is short; everything else is a crash of the graph. */
const exitOf = (message: string): RunExit =>
  /bad_alloc|out of memory|failed to allocate|allocation failed/i.test(message) ? 'memory' : 'crash'

const firstLine = (message: string): string => message.split('\n')[0] ?? message

const toRuntime = (tensor: Tensor): RuntimeTensor =>
  tensor.element === 'string'
    ? new RuntimeTensor('string', Array.from(tensor.data, String), [...tensor.shape])
    : runtimeNumbers(tensor.element, tensor.data, tensor.shape)

function runtimeNumbers(
  element: Exclude<ElementType, 'string'>,
  data: TensorData,
  shape: readonly number[],
): RuntimeTensor {
  if (!ArrayBuffer.isView(data)) throw new InvariantError(`a ${element} tensor holds strings`)
  return new RuntimeTensor(element, data as RuntimeTensor.DataTypeMap[typeof element], [...shape])
}

function fromRuntime(tensor: RuntimeTensor): Tensor {
  return { element: parseElement(tensor.type), shape: tensor.dims, data: tensor.data as TensorData }
}

const elements: readonly ElementType[] = [
  'float32',
  'float64',
  'int64',
  'int32',
  'uint32',
  'uint8',
  'bool',
  'string',
]

function parseElement(type: string): ElementType {
  const element = elements.find((known) => known === type)
  if (element === undefined) throw new InvariantError(`a model returned a tensor of type ${type}`)
  return element
}
