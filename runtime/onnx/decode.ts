// Reads what a model file says about itself: enough to check models, not to run them.
import type proto from 'onnx-proto'
import { parseModel } from './parse-model.js'

type GraphMessage = proto.onnx.IGraphProto

/** What a model consists of, subgraphs included. */
export interface ModelSummary {
  /** Operators in use with their counts, `domain:Operator` where the domain is not ONNX's own. */
  readonly operators: Readonly<Record<string, number>>
  readonly operatorSets: Readonly<Record<string, number>>
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Outputs that are tensors, not sequences or maps. */
  readonly tensorOutputs: readonly string[]
  readonly initializers: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
}

/** Summarizes a model. @throws RunError `model-unreadable` */
export function decodeModel(bytes: Uint8Array): ModelSummary {
  const model = parseModel(bytes)
  const graph: GraphMessage = model.graph ?? {}
  const operators: Record<string, number> = {}
  countOperators(graph, operators)
  const names = (items: readonly { readonly name?: string | null }[] | null | undefined): readonly string[] =>
    (items ?? []).map(({ name }) => name ?? '')
  return {
    operators,
    operatorSets: Object.fromEntries(
      (model.opsetImport ?? []).map(({ domain, version }) => [domain ?? '', Number(version)]),
    ),
    inputs: names(graph.input),
    outputs: names(graph.output),
    tensorOutputs: names(
      (graph.output ?? []).filter(
        ({ type }) =>
          (type?.sequenceType ?? undefined) === undefined && (type?.mapType ?? undefined) === undefined,
      ),
    ),
    initializers: names(graph.initializer),
    metadata: Object.fromEntries(
      (model.metadataProps ?? []).map(({ key, value }) => [key ?? '', value ?? '']),
    ),
  }
}

function countOperators(graph: GraphMessage, counts: Record<string, number>): void {
  for (const node of graph.node ?? []) {
    const domain = node.domain ?? ''
    const name = `${domain === '' ? '' : `${domain}:`}${node.opType ?? ''}`
    counts[name] = (counts[name] ?? 0) + 1
    for (const attribute of node.attribute ?? []) {
      if (attribute.g !== undefined && attribute.g !== null) countOperators(attribute.g, counts)
    }
  }
}
