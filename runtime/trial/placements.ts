// Where the graphs of a run ran, for its report: on a device other than the cpu a worker leaves one small file for each graph
// that it opens, saying which nodes the device's provider left to the host. Nothing depends on these files.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlacedNode } from '../onnx/placement.js'
import type { Trace } from '../onnx/session.js'
import type { JsonObject } from '../../schemas/json.js'
import type { ProcedureContext } from '../procedures/procedure.js'
import { writeWhole } from '../store/atomic-file.js'
import { digestOf } from '../support/digest.js'

/** What a graph computes. */
export type GraphKind = 'training' | 'evaluation' | 'pretrained'

/** Nodes of one ONNX operator on one element type that ran on the host. */
export interface HostNodes {
  readonly operator: string
  /** Of the first input, in ONNX Runtime's words; empty where there is none. */
  readonly element: string
  readonly nodes: number
}

/** Where the nodes of one graph ran; a node inside of the loop counts once. */
export interface Placement {
  readonly graph: GraphKind
  readonly device: string
  /** Nodes by provider, copies left out. */
  readonly nodes: Readonly<Record<string, number>>
  /** Nodes that ONNX Runtime put in to move data between device and host. */
  readonly copies: number
  readonly host: readonly HostNodes[]
}

const folderName = 'placements'

/** The trace of a graph of that structure, or none on the cpu, where there is nothing to tell. */
export function traceOf(
  { directory, device }: Pick<ProcedureContext, 'directory' | 'device'>,
  graph: GraphKind,
  structure: string,
): Trace | undefined {
  if (device === 'cpu') return undefined
  const folder = join(directory, folderName)
  mkdirSync(folder, { recursive: true })
  const name = `${graph}-${digestOf([device, structure]).slice(0, 16)}`
  return {
    prefix: join(folder, `${name}.${String(process.pid)}`),
    tell: (nodes) =>
      writeWhole(join(folder, `${name}.json`), `${JSON.stringify(placementOf(graph, device, nodes))}\n`),
  }
}

/** All that a run's workers left, in the order of their names. */
export function placementsIn(directory: string): readonly Placement[] {
  const folder = join(directory, folderName)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^[a-z]+-[0-9a-f]{16}\.json$/.test(name))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Placement)
}

/**
 * Rows for the result of a run, `{ placements: [{ graph, device, graphs, nodes, on_device, copies, host }] }`: graphs of one kind that
 * left the same nodes to the host are one row. Nothing where everything ran on the cpu.
 */
export function placementFacts(directory: string): JsonObject {
  const rows = new Map<string, Placement[]>()
  for (const placement of placementsIn(directory)) {
    const { graph, device, host } = placement
    const key = [graph, device, ...host.map(({ operator, element }) => `${operator} ${element}`)].join(',')
    rows.set(key, [...(rows.get(key) ?? []), placement])
  }
  const list = [...rows.values()].map(rowOf)
  return list.length === 0 ? {} : { placements: list }
}

function rowOf(alike: readonly Placement[]): JsonObject {
  const sum = (count: (placement: Placement) => number): number =>
    alike.reduce((total, placement) => total + count(placement), 0)
  const [first] = alike
  return {
    graph: first?.graph ?? '',
    device: first?.device ?? '',
    graphs: alike.length,
    nodes: sum(({ nodes }) => Object.values(nodes).reduce((total, count) => total + count, 0)),
    on_device: sum(({ nodes, device }) => nodes[device] ?? 0),
    copies: sum(({ copies }) => copies),
    host: (first?.host ?? []).map(({ operator, element }) =>
      element === '' ? operator : `${operator} (${element})`,
    ),
  }
}

/** The nodes of a graph, counted. */
export function placementOf(graph: GraphKind, device: string, all: readonly PlacedNode[]): Placement {
  const nodes = all.filter(({ operator }) => !isCopy(operator))
  const host = nodes.filter(({ provider }) => provider !== device)
  return {
    graph,
    device,
    nodes: counted(nodes.map(({ provider }) => provider)),
    copies: all.length - nodes.length,
    host: Object.entries(
      counted(host.map(({ operator, inputs: [element = ''] }) => `${operator} ${element}`)),
    ).map(([key, count]) => {
      const [operator = '', element = ''] = key.split(' ')
      return { operator, element, nodes: count }
    }),
  }
}

const isCopy = (operator: string): boolean => operator === 'MemcpyFromHost' || operator === 'MemcpyToHost'

/** How often each, sorted. */
function counted(keys: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}
