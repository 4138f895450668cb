// Models one after the other as one: what a part gives is what the next one takes.
import type proto from 'onnx-proto'
import { checkNames } from './encode.js'
import { mapGraph } from './map-graph.js'
import { formatVersion, operatorSet, type GraphMessage, type ModelMessage } from './messages.js'

/** One model of a chain. */
export interface ChainPart {
  readonly model: ModelMessage
  /** Written before every name inside that stands for nothing outside; different in each part. */
  readonly prefix: string
  /** Its input that takes what the part before gives; absent in the first part. */
  readonly takes?: string
  /** Its output that the next part takes; absent in the last part. */
  readonly gives?: string
}

/** The whole chain: inputs are those of the first part, outputs those of the last. @throws GraphError `duplicate-name` */
export function chainModels(
  parts: readonly ChainPart[],
  metadata: Readonly<Record<string, string>>,
): ModelMessage {
  const graphs = parts.map((part, index) => linked(part, parts[index - 1]))
  const nodes = graphs.flatMap(({ node }) => node ?? [])
  const initializer = graphs.flatMap((graph) => graph.initializer ?? [])
  const input = graphs[0]?.input ?? []
  checkNames([
    ...nodes.flatMap(({ output }) => output ?? []).filter((name) => name !== ''),
    ...[...initializer, ...input].map(({ name }) => name ?? ''),
  ])
  return {
    irVersion: Math.max(formatVersion, ...parts.map(({ model }) => Number(model.irVersion ?? 0))),
    producerName: 'espalier',
    opsetImport: operatorSetsOf(parts),
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    functions: parts.flatMap(({ model }) => model.functions ?? []),
    graph: {
      name: 'model',
      node: nodes,
      initializer,
      sparseInitializer: graphs.flatMap((graph) => graph.sparseInitializer ?? []),
      input,
      output: graphs.at(-1)?.output ?? [],
    },
  }
}

/** The part with its names as the whole knows them. */
function linked(part: ChainPart, before: ChainPart | undefined): GraphMessage {
  const { model, prefix, takes, gives } = part
  const graph: GraphMessage = model.graph ?? {}
  const outside = new Set([
    ...(before === undefined ? (graph.input ?? []) : []).map(({ name }) => name ?? ''),
    ...(gives === undefined ? (graph.output ?? []) : []).map(({ name }) => name ?? ''),
  ])
  return mapGraph(graph, {
    name: (name) => {
      if (name === takes && before !== undefined) return linkOf(before)
      if (name === gives) return linkOf(part)
      return outside.has(name) ? name : `${prefix}${name}`
    },
  })
}

const linkOf = ({ prefix, gives = '' }: ChainPart): string => `${prefix}${gives}`

/** The newest version of each domain: operators of ours mean the same in all later sets. */
function operatorSetsOf(parts: readonly ChainPart[]): proto.onnx.IOperatorSetIdProto[] {
  const versions = new Map<string, number>([['', operatorSet]])
  for (const { model } of parts) {
    for (const { domain, version } of model.opsetImport ?? []) {
      const name = domain ?? ''
      versions.set(name, Math.max(versions.get(name) ?? 0, Number(version)))
    }
  }
  return [...versions].map(([domain, version]) => ({ domain, version }))
}
