// One walk over a graph message and the graphs inside it, for whatever changes names or tensors. Messages are never changed in place.
import type proto from 'onnx-proto'
import type { GraphMessage, NodeMessage, TensorMessage } from './messages.js'

/** What becomes of a graph; what is left out stays. */
export interface GraphChange {
  /** Of values and nodes; the empty name, an output that nobody wants, is never asked for. */
  readonly name?: (name: string) => string
  readonly tensor?: (tensor: TensorMessage) => TensorMessage
  /** After names and tensors of the node have changed. */
  readonly node?: (node: NodeMessage) => readonly NodeMessage[]
}

/** The graph with everything in it changed, bodies of branches and loops included. */
export function mapGraph(graph: GraphMessage, change: GraphChange): GraphMessage {
  const rename = nameChange(change)
  const valueOf = (value: proto.onnx.IValueInfoProto): proto.onnx.IValueInfoProto => ({
    ...value,
    name: rename(value.name),
  })
  return {
    ...graph,
    node: (graph.node ?? []).flatMap((node) => mapNode(node, change)),
    initializer: (graph.initializer ?? []).map((tensor) => mapTensor(tensor, change)),
    sparseInitializer: (graph.sparseInitializer ?? []).map((tensor) => mapSparse(tensor, change)),
    input: (graph.input ?? []).map(valueOf),
    output: (graph.output ?? []).map(valueOf),
    valueInfo: (graph.valueInfo ?? []).map(valueOf),
    // Hints for quantizers: nothing that runs a model reads them.
    quantizationAnnotation: [],
  }
}

function mapNode(node: NodeMessage, change: GraphChange): readonly NodeMessage[] {
  const rename = nameChange(change)
  const mapped: NodeMessage = {
    ...node,
    name: rename(node.name),
    input: (node.input ?? []).map(rename),
    output: (node.output ?? []).map(rename),
    attribute: (node.attribute ?? []).map((attribute) => mapAttribute(attribute, change)),
  }
  return change.node?.(mapped) ?? [mapped]
}

function mapAttribute(
  attribute: proto.onnx.IAttributeProto,
  change: GraphChange,
): proto.onnx.IAttributeProto {
  const { t, g, sparseTensor, tensors, graphs, sparseTensors } = attribute
  return {
    ...attribute,
    ...(isThere(t) ? { t: inAttribute(t, change) } : {}),
    ...(isThere(g) ? { g: mapGraph(g, change) } : {}),
    ...(isThere(sparseTensor) ? { sparseTensor: mapSparse(sparseTensor, { ...change, name: same }) } : {}),
    ...(isThere(tensors) ? { tensors: tensors.map((tensor) => inAttribute(tensor, change)) } : {}),
    ...(isThere(graphs) ? { graphs: graphs.map((graph) => mapGraph(graph, change)) } : {}),
    ...(isThere(sparseTensors)
      ? { sparseTensors: sparseTensors.map((tensor) => mapSparse(tensor, { ...change, name: same })) }
      : {}),
  }
}

/** Tensors of attributes name no value. */
const inAttribute = (tensor: TensorMessage, change: GraphChange): TensorMessage =>
  change.tensor?.(tensor) ?? tensor

function mapTensor(tensor: TensorMessage, change: GraphChange): TensorMessage {
  const named = { ...tensor, name: nameChange(change)(tensor.name) }
  return change.tensor?.(named) ?? named
}

function mapSparse(
  sparse: proto.onnx.ISparseTensorProto,
  change: GraphChange,
): proto.onnx.ISparseTensorProto {
  const { values, indices } = sparse
  return {
    ...sparse,
    ...(isThere(values) ? { values: mapTensor(values, change) } : {}),
    ...(isThere(indices) ? { indices: change.tensor?.(indices) ?? indices } : {}),
  }
}

const same = (name: string): string => name

const isThere = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null

const nameChange =
  ({ name: change = same }: GraphChange) =>
  (name: string | null | undefined): string =>
    isThere(name) && name !== '' ? change(name) : ''
