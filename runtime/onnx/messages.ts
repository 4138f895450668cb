// ONNX's protobuf messages from our types: tensors, attributes, value infos. Opset and IR version are fixed here.
import proto from 'onnx-proto'
import type { OnnxAttribute, OnnxBody, OnnxNode } from '../tensor/graph.js'
import type { Tensor } from '../tensor/tensor.js'
import { bytesOf } from '../tensor/tensor.js'
import { elementCodes } from '../tensor/tensor-type.js'
import type { TensorType } from '../tensor/tensor-type.js'

const { onnx } = proto

/** Operator set: the newest that older runtimes (onnxruntime 1.14, 2023, and later) load as well. */
export const operatorSet = 18

/** Version of the file format that belongs to it. */
export const formatVersion = 8

type NodeMessage = proto.onnx.INodeProto
type TensorMessage = proto.onnx.ITensorProto
type ValueMessage = proto.onnx.IValueInfoProto
type GraphMessage = proto.onnx.IGraphProto
type ModelMessage = proto.onnx.IModelProto

export type { GraphMessage, ModelMessage, NodeMessage, TensorMessage, ValueMessage }

/** An initializer. */
export function tensorMessage(name: string, tensor: Tensor): TensorMessage {
  const base = { name, dims: [...tensor.shape], dataType: elementCodes[tensor.element] }
  if (tensor.element !== 'string') return { ...base, rawData: bytesOf(tensor) }
  const encoder = new TextEncoder()
  return {
    ...base,
    stringData: Array.from<unknown, Uint8Array>(tensor.data, (entry) => encoder.encode(String(entry))),
  }
}

/** Name and type of an input or output of a graph. */
export const valueMessage = (name: string, type: TensorType): ValueMessage => ({
  name,
  type: {
    tensorType: {
      elemType: elementCodes[type.element],
      shape: {
        dim: type.shape.map((axis) => (typeof axis === 'string' ? { dimParam: axis } : { dimValue: axis })),
      },
    },
  },
})

/** A node; `name` shows up in ONNX Runtime's messages and profiles. */
export const nodeMessage = (node: OnnxNode, name: string): NodeMessage => ({
  name,
  opType: node.operator,
  ...(node.domain === undefined ? {} : { domain: node.domain }),
  input: [...node.inputs],
  output: [...node.outputs],
  attribute: Object.entries(node.attributes ?? {}).map(([key, value]) => attributeMessage(key, value)),
})

/** The bytes of a model file. */
export function modelBytes(graph: GraphMessage, metadata: Readonly<Record<string, string>>): Uint8Array {
  const message = {
    irVersion: formatVersion,
    producerName: 'espalier',
    opsetImport: [{ domain: '', version: operatorSet }, ...foreignDomains(graph)],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph,
  }
  return onnx.ModelProto.encode(message).finish()
}

/** Domains other than ONNX's own, in the graph or a loop's body; the first version of each. */
function foreignDomains(graph: GraphMessage): readonly proto.onnx.IOperatorSetIdProto[] {
  const domains = new Set<string>()
  const walk = ({ node }: GraphMessage): void => {
    for (const { domain, attribute } of node ?? []) {
      if (typeof domain === 'string' && domain !== '') domains.add(domain)
      for (const { g } of attribute ?? []) if (g !== undefined && g !== null) walk(g)
    }
  }
  walk(graph)
  return [...domains].sort().map((domain) => ({ domain, version: 1 }))
}

function attributeMessage(name: string, value: OnnxAttribute): proto.onnx.IAttributeProto {
  const kinds = onnx.AttributeProto.AttributeType
  if (typeof value === 'number') return { name, type: kinds.INT, i: value }
  if (typeof value === 'string') return { name, type: kinds.STRING, s: new TextEncoder().encode(value) }
  if ('body' in value) return { name, type: kinds.GRAPH, g: bodyMessage(name, value.body) }
  if ('float' in value) return { name, type: kinds.FLOAT, f: value.float }
  return { name, type: kinds.INTS, ints: [...value] }
}

const bodyMessage = (name: string, { inputs, nodes, outputs }: OnnxBody): GraphMessage => ({
  name,
  input: inputs.map((one) => valueMessage(one.name, one.type)),
  node: nodes.map((node, index) => nodeMessage(node, `${name}.${index}`)),
  output: outputs.map((one) => valueMessage(one.name, one.type)),
})
