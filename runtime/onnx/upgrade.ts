// Graphs of older operator sets as graphs of ours: what changed its form between 13 and 18 is written anew, everything else kept its meaning.
import proto from 'onnx-proto'
import { mapGraph } from './map-graph.js'
import { operatorSet, type GraphMessage, type NodeMessage } from './messages.js'

/** The oldest operator set whose graphs can be joined with ours. */
export const oldestOperatorSet = 13

/** Whether a domain is ONNX's own, which has two names. */
export const isOwn = (domain: string | null | undefined): boolean =>
  (domain ?? '') === '' || domain === 'ai.onnx'

/** A graph of operator set `from` (13 or later) as one of set 18 or later; ONNX changelog of operators, sets 14 to 18. */
export function upgradeGraph(graph: GraphMessage, from: number): GraphMessage {
  if (from >= operatorSet) return graph
  return mapGraph(graph, { node: (node) => rewritten(node, from) })
}

function rewritten(node: NodeMessage, from: number): readonly NodeMessage[] {
  if (!isOwn(node.domain)) return [node]
  const operator = node.opType ?? ''
  if (reductions.has(operator)) return axesAsInput(node)
  if (operator === 'Split') return [countedSplit(node)]
  if (operator === 'RoiAlign' && from < 16) return [formerRoiAlign(node)]
  return [node]
}

/** Reductions whose axes became an input in set 18 (ReduceSum did in 13). */
const reductions: ReadonlySet<string> = new Set([
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSumSquare',
])

function axesAsInput(node: NodeMessage): readonly NodeMessage[] {
  const axes = attributeOf(node, 'axes')?.ints
  if (axes === undefined || axes === null || axes.length === 0) return [node]
  const name = `${node.output?.[0] ?? ''}/axes`
  const { TensorProto, AttributeProto } = proto.onnx
  const value = {
    dims: [axes.length],
    dataType: TensorProto.DataType.INT64,
    int64Data: [...axes],
  }
  const constant: NodeMessage = {
    opType: 'Constant',
    output: [name],
    attribute: [{ name: 'value', type: AttributeProto.AttributeType.TENSOR, t: value }],
  }
  const [data = ''] = node.input ?? []
  return [constant, { ...without(node, 'axes'), input: [data, name] }]
}

/** Equal parts are counted by an attribute since set 18; before, by the outputs. */
function countedSplit(node: NodeMessage): NodeMessage {
  const sizes = node.input?.[1] ?? ''
  if (sizes !== '' || attributeOf(node, 'num_outputs') !== undefined) return node
  const type = proto.onnx.AttributeProto.AttributeType.INT
  const count = { name: 'num_outputs', type, i: (node.output ?? []).length }
  return { ...node, input: (node.input ?? []).slice(0, 1), attribute: [...(node.attribute ?? []), count] }
}

/** Before set 16 regions were not shifted by half a pixel. */
function formerRoiAlign(node: NodeMessage): NodeMessage {
  const type = proto.onnx.AttributeProto.AttributeType.STRING
  const mode = new TextEncoder().encode('output_half_pixel')
  const attribute = { name: 'coordinate_transformation_mode', type, s: mode }
  return { ...node, attribute: [...(node.attribute ?? []), attribute] }
}

const attributeOf = ({ attribute }: NodeMessage, name: string): proto.onnx.IAttributeProto | undefined =>
  (attribute ?? []).find((each) => each.name === name)

const without = (node: NodeMessage, name: string): NodeMessage => ({
  ...node,
  attribute: (node.attribute ?? []).filter((each) => each.name !== name),
})
