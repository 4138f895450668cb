// Model files of another making, written message by message: operator sets, attributes and weights that our own encoder does not give.
import type proto from 'onnx-proto'
import { bytesOfModel } from '../../runtime/onnx/parse-model.js'

type Node = proto.onnx.INodeProto
type Tensor = proto.onnx.ITensorProto
type Attribute = proto.onnx.IAttributeProto

/** A node; attributes are numbers (INT), lists of numbers (INTS), texts, tensors or graphs. */
export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, number | string | readonly number[] | Partial<Attribute>>> = {},
): Node {
  return {
    name: output[0] ?? '',
    opType,
    input: [...input],
    output: [...output],
    attribute: Object.entries(attributes).map(([name, value]): Attribute => {
      if (typeof value === 'number') return { name, type: 2, i: value }
      if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) }
      return Array.isArray(value)
        ? { name, type: 7, ints: [...(value as readonly number[])] }
        : { name, ...(value as object) }
    }),
  }
}

/** A float32 weight. */
export const weight = (name: string, dims: readonly number[], values: readonly number[]): Tensor => ({
  name,
  dims: [...dims],
  dataType: 1,
  rawData: new Uint8Array(Float32Array.from(values).buffer),
})

/** An int64 literal. */
export const integers = (name: string, values: readonly number[]): Tensor => ({
  name,
  dims: [values.length],
  dataType: 7,
  int64Data: [...values],
})

/** An input or output; `element` is ONNX's number of the type, float by default; an axis of 0 is free. */
export const value = (name: string, shape: readonly number[], element = 1): proto.onnx.IValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType: element,
      shape: { dim: shape.map((axis) => (axis === 0 ? { dimParam: 'n' } : { dimValue: axis })) },
    },
  },
})

/** What a foreign model consists of. */
export interface ForeignModel {
  readonly operatorSet?: number
  readonly nodes: readonly Node[]
  readonly weights?: readonly Tensor[]
  readonly inputs: readonly proto.onnx.IValueInfoProto[]
  readonly outputs: readonly proto.onnx.IValueInfoProto[]
  readonly metadata?: Readonly<Record<string, string>>
}

/** As a message. */
export const foreignModel = (model: ForeignModel): proto.onnx.IModelProto => ({
  irVersion: 8,
  producerName: 'elsewhere',
  opsetImport: [{ domain: '', version: model.operatorSet ?? 17 }],
  metadataProps: Object.entries(model.metadata ?? {}).map(([key, text]) => ({ key, value: text })),
  graph: {
    name: 'foreign',
    node: [...model.nodes],
    initializer: [...(model.weights ?? [])],
    input: [...model.inputs],
    output: [...model.outputs],
  },
})

/** As a file. */
export const foreignFile = (model: ForeignModel): Uint8Array => bytesOfModel(foreignModel(model))
