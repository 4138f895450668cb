// Which provider ran each node of a model: read from ONNX Runtime's own profile, which names it. A provider without a kernel
// for a node leaves it to the host, and its data cross over and back; nothing but this tells.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Device } from '../tensor/graph.js'
import type { Tensor } from '../tensor/tensor.js'
import type { SessionOptions } from './session.js'
import { openSession } from './session.js'

/** One node as it ran; a node inside of a loop runs many times. */
export interface PlacedNode {
  /** The encoder's name, `<operator>#<number>` as a rule, or one of ONNX Runtime's for a node that it put in. */
  readonly name: string
  /** The ONNX operator. */
  readonly operator: string
  /** A device, or the provider's own name where it is none of ours. */
  readonly provider: Device | (string & {})
  /** Element types of its inputs and outputs, absent ones left out, in ONNX Runtime's words (`float`, `int64`). */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly runs: number
  readonly microseconds: number
}

/** Results of one run, and where its nodes ran, in the order of their first end. */
export interface Traced {
  readonly results: Readonly<Record<string, Tensor>>
  readonly nodes: readonly PlacedNode[]
}

/** Runs a model once and tells where each node ran. @throws RunError `session-failed`, `run-failed` */
export async function runTraced(
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: Omit<SessionOptions, 'profile'> = {},
): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-profile-'))
  try {
    const session = await openSession(model, { ...options, profile: join(folder, 'run') })
    let results: Readonly<Record<string, Tensor>>
    try {
      results = await session.run(feeds)
    } finally {
      // Writes the profile.
      await session.release()
    }
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    return { results, nodes: texts.flatMap((text) => placedNodes(text)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The nodes of a profile, one entry each however often they ran. @throws InvariantError for what is no profile */
export function placedNodes(profile: string): readonly PlacedNode[] {
  const nodes = new Map<string, PlacedNode>()
  for (const event of eventsIn(profile)) {
    const node = nodeOf(event)
    if (node === undefined) continue
    const key = [node.name, node.operator, node.provider, ...node.inputs, '→', ...node.outputs].join(' ')
    const known = nodes.get(key)
    nodes.set(key, {
      ...node,
      runs: (known?.runs ?? 0) + 1,
      microseconds: (known?.microseconds ?? 0) + node.microseconds,
    })
  }
  return [...nodes.values()]
}

type Fields = Readonly<Record<string, unknown>>

function eventsIn(profile: string): readonly Fields[] {
  const events: unknown = JSON.parse(profile)
  if (!Array.isArray(events)) throw new InvariantError('a profile of ONNX Runtime is no list of events')
  return events.filter(isFields)
}

/** What took a kernel's time; other events belong to the session. */
function nodeOf({ cat, name, dur, args }: Fields): PlacedNode | undefined {
  if (cat !== 'Node' || typeof name !== 'string' || !isFields(args)) return undefined
  const { op_name: operator, provider } = args
  if (!name.endsWith(suffix) || typeof operator !== 'string' || typeof provider !== 'string') return undefined
  return {
    name: name.slice(0, -suffix.length),
    operator,
    provider: devices[provider] ?? provider,
    inputs: elementsIn(args['input_type_shape']),
    outputs: elementsIn(args['output_type_shape']),
    runs: 1,
    microseconds: typeof dur === 'number' ? dur : 0,
  }
}

const suffix = '_kernel_time'

const devices: Readonly<Record<string, Device>> = {
  CPUExecutionProvider: 'cpu',
  WebGpuExecutionProvider: 'webgpu',
  CUDAExecutionProvider: 'cuda',
}

/** `[{"float":[2,3]},{}]` → `['float']`. */
const elementsIn = (types: unknown): readonly string[] =>
  Array.isArray(types) ? types.filter(isFields).flatMap((type) => Object.keys(type)) : []

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
