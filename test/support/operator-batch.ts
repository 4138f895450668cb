// Many cases of operators as one graph, with their gradients: creating a session for each would take most of the time.
import { gradients } from '../../runtime/autodiff/reverse.js'
import type { NamedValue } from '../../runtime/onnx/encode.js'
import { encodeGraph } from '../../runtime/onnx/encode.js'
import { idsOf } from '../../runtime/onnx/writer.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Device, OperationNode, Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import type { NamedCase } from '../conformance/operator-cases.js'
import { contents, feedsOf, leavesOf } from '../conformance/operator-feeds.js'

const g = builder('batch')

/** Results of all cases under names of their own, and what to feed. */
export interface CaseBatch {
  readonly outputs: readonly NamedValue[]
  readonly feeds: Readonly<Record<string, Tensor>>
}

/** Value, and where one flows the gradients with a random upstream gradient, of every case. */
export function batchOf(cases: readonly NamedCase[]): CaseBatch {
  const parts = cases.map(partOf)
  return {
    outputs: parts.flatMap(({ outputs }) => outputs),
    feeds: Object.assign({}, ...parts.map(({ feeds }) => feeds)) as CaseBatch['feeds'],
  }
}

function partOf({ name, one }: NamedCase): CaseBatch {
  const prefix = `${name}/`
  const leaves = leavesOf(one, 'float32', prefix)
  const value = one.build(...leaves)
  const feeds = feedsOf(one, 'float32', name)
  const fed = Object.fromEntries(Object.entries(feeds).map(([leaf, tensor]) => [prefix + leaf, tensor]))
  const outputs = [{ name: `${prefix}y`, value }]
  if (one.flat === true) return { outputs, feeds: fed }
  const upstream = g.input(`${prefix}u`, value.type)
  const reals = leaves.filter((leaf) => isFloating(leaf.type.element))
  const slopes = gradients(g.reduceSum(g.multiply(value, upstream)), reals)
  const shape = value.type.shape.map(Number)
  return {
    outputs: [...outputs, ...slopes.map((slope, index) => ({ name: `${prefix}d${index}`, value: slope }))],
    feeds: { ...fed, [`${prefix}u`]: contents({ shape, element: value.type.element }, name, 'u') },
  }
}

/** The batch as a model for a device. */
export const encodeBatch = ({ outputs }: CaseBatch, device: Device): Uint8Array =>
  encodeGraph({ name: 'batch', outputs, device })

/** The nodes of a batch under the names that the encoder gives them. */
export function nodesByName({ outputs }: CaseBatch): ReadonlyMap<string, OperationNode> {
  const nodes = nodesOf(outputs.map(({ value }) => value))
  const ids = idsOf(nodes)
  return new Map(
    nodes.flatMap((node) =>
      node.kind === 'operation' ? [[`${node.operator}#${String(ids.get(node))}`, node] as const] : [],
    ),
  )
}

/** Elements that a use of an operator goes from and to: what a provider's kernels differ by. */
export const signatureOf = ({
  operator,
  inputs,
  types,
}: Pick<OperationNode, 'operator' | 'inputs' | 'types'>): string =>
  `${operator} ${elementOf(inputs[0])}→${types[0]?.element ?? ''}`

const elementOf = (value: Value | undefined): string => value?.type.element ?? ''
