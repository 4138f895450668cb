// Sole user of onnxruntime-node: models from bytes, tensors in, tensors out, memory released, typed errors.
import { env, InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import type { RunExit } from '../../schemas/diagnostic.js'
import { InvariantError, RunError } from '../../schemas/diagnostic.js'
import { invariant } from '../support/invariant.js'
import type { Device } from '../tensor/graph.js'
import type { Tensor, TensorData } from '../tensor/tensor.js'
import type { ElementType } from '../tensor/tensor-type.js'
import type { PlacedNode } from './placement.js'
import { takeProfiles } from './placement.js'

/** How a model is run. */
export interface SessionOptions {
  readonly device?: Device
  /** Which of several devices, from 0; CUDA alone can tell them apart. */
  readonly deviceIndex?: number
  /** Threads inside one operator; 1 unless told, so that results do not depend on the machine's load. */
  readonly threads?: number
  /** ONNX Runtime's own graph optimization. */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'layout' | 'all'
  /** Wants to know where the nodes ran. */
  readonly trace?: Trace
}

/** Told once, after the first run, where each node ran; that run alone pays for it. */
export interface Trace {
  /** Path prefix for ONNX Runtime's profile, which is gone once it is read; the folder must exist. */
  readonly prefix: string
  readonly tell: (nodes: readonly PlacedNode[]) => void
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
  let trace = options.trace
  const endTrace = (): void => {
    if (trace === undefined) return
    const { prefix, tell } = trace
    trace = undefined
    session.endProfiling()
    tell(takeProfiles(prefix))
  }
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
      endTrace()
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromRuntime(value)]))
    },
    release: async () => {
      if (!isOpen) return
      isOpen = false
      endTrace()
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
  const { device = 'cpu', threads = 1, optimization = 'all', trace } = options
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [providerOf(device, options.deviceIndex), 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: optimization,
    // Fatal only: what fails is thrown as a RunError and told once.
    logSeverityLevel: 4,
    ...(trace === undefined ? {} : { enableProfiling: true, profileFilePrefix: trace.prefix }),
  }
}

/** ONNX Runtime takes the first device of a kind unless told, and can be told by CUDA alone. */
function providerOf(
  device: Exclude<Device, 'cpu'>,
  index: number | undefined,
): InferenceSession.ExecutionProviderConfig {
  if (index === undefined) return device
  invariant(device === 'cuda', `devices of the kind '${device}' cannot be told apart`)
  return { name: 'cuda', deviceId: index }
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
  'float16',
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
