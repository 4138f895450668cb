// Which provider ran each node of a model: read from ONNX Runtime's own profile, which names it. A provider without a kernel
// for a node leaves it to the host, and its data cross over and back; nothing but this tells.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Device } from '../tensor/graph.js'

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

/** Reads the profiles that were written under a path prefix, and deletes them. One that a full disk cut short tells nothing. */
export function takeProfiles(prefix: string): readonly PlacedNode[] {
  const folder = dirname(prefix)
  const files = readdirSync(folder).filter((name) => name.startsWith(`${basename(prefix)}_`))
  return files.flatMap((name) => {
    const file = join(folder, name)
    const text = readFileSync(file, 'utf8')
    rmSync(file)
    return text.trimEnd().endsWith(']') ? placedNodes(text) : []
  })
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
