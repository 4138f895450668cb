// Many cases of operators as one graph, with their gradients: creating a session for each would take most of the time.
import { gradients } from '../../runtime/autodiff/reverse.js'
import type { NamedValue } from '../../runtime/onnx/encode.js'
import { encodeGraph, inputsOf } from '../../runtime/onnx/encode.js'
import { idsOf } from '../../runtime/onnx/writer.js'
import { batchGraph, spreadLanes } from '../../runtime/tensor/batch.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Device, OperationNode, Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import type { NamedCase } from '../conformance/operator-cases.js'
import { contents, feedsOf, leavesOf, pick } from '../conformance/operator-feeds.js'

const g = builder('batch')

/** Results of all cases under names of their own, and what to feed. */
export interface CaseBatch {
  readonly outputs: readonly NamedValue[]
  readonly feeds: Readonly<Record<string, Tensor>>
}

/** Value, and where one flows the gradients with a random upstream gradient, of every case; members differ in what is fed. */
export const batchOf = (cases: readonly NamedCase[], member = 0): CaseBatch =>
  joined(cases.map((one) => withSlopes(one, member)))

/** The gradients of the gradients of every case, summed with random weights. */
export const secondBatchOf = (cases: readonly NamedCase[]): CaseBatch => joined(cases.map(withSecondSlopes))

/** The batch in its population form, each member with numbers of its own. */
export function populationOf(cases: readonly NamedCase[], width: number): CaseBatch {
  const members = Array.from({ length: width }, (_, member) => batchOf(cases, member))
  const { outputs, feeds } = members[0] ?? { outputs: [], feeds: {} }
  const values = outputs.map(({ value }) => value)
  const wide = spreadLanes(batchGraph(values, new Set(Object.keys(feeds)), width).outputs, width)
  return {
    outputs: outputs.flatMap(({ name }, index) => {
      const value = wide[index]
      return value === undefined ? [] : [{ name, value }]
    }),
    feeds: Object.fromEntries(
      Object.entries(feeds).map(([name, { element, shape }]) => {
        const numbers = members.flatMap((one) => [...numbersOf(pick(one.feeds, name))])
        return [name, tensorOf(element, [width, ...shape], numbers)]
      }),
    ),
  }
}

/** What batches have, in one; only what the results need is fed. */
function joined(parts: readonly CaseBatch[]): CaseBatch {
  const outputs = parts.flatMap((part) => part.outputs)
  const needed = new Set(inputsOf(nodesOf(outputs.map(({ value }) => value))).map(({ name }) => name))
  const feeds = parts.flatMap((part) => Object.entries(part.feeds))
  return { outputs, feeds: Object.fromEntries(feeds.filter(([name]) => needed.has(name))) }
}

function withSlopes(named: NamedCase, member: number): CaseBatch {
  const { prefix, value, feeds, reals } = opened(named, member)
  const outputs = [{ name: `${prefix}y`, value }]
  if (named.one.flat === true) return { outputs, feeds }
  const [upstream, fed] = drawn(named, member, 'u', value)
  const slopes = gradients(g.reduceSum(g.multiply(value, upstream)), reals)
  const more = slopes.map((slope, index) => ({ name: `${prefix}d${String(index)}`, value: slope }))
  return { outputs: [...outputs, ...more], feeds: { ...feeds, ...fed } }
}

function withSecondSlopes(named: NamedCase): CaseBatch {
  const { prefix, value, feeds, reals } = opened(named, 0)
  const [upstream, fed] = drawn(named, 0, 'u', value)
  const slopes = gradients(g.reduceSum(g.multiply(value, upstream)), reals)
  const vectors = slopes.map((slope, index) => drawn(named, 0, `v${String(index)}`, slope))
  const products = slopes.map((slope, index) => g.reduceSum(g.multiply(slope, vectors[index]?.[0] ?? slope)))
  const sum = products.reduce((left, right) => g.add(left, right))
  const second = gradients(sum, [...reals, upstream])
  return {
    outputs: second.map((slope, index) => ({ name: `${prefix}s${String(index)}`, value: slope })),
    feeds: Object.assign({ ...feeds }, fed, ...vectors.map(([, own]) => own)) as CaseBatch['feeds'],
  }
}

/** The leaves and the value of a case under names of its own, and what to feed. */
function opened({ name, one }: NamedCase, member: number) {
  const prefix = `${name}/`
  const leaves = leavesOf(one, 'float32', prefix)
  const fed = feedsOf(one, 'float32', name, ...pathOf(member))
  return {
    prefix,
    value: one.build(...leaves),
    reals: leaves.filter((leaf) => isFloating(leaf.type.element)),
    feeds: Object.fromEntries(Object.entries(fed).map(([leaf, tensor]) => [prefix + leaf, tensor])),
  }
}

/** A leaf like a value, and random contents for it. */
function drawn(
  { name }: NamedCase,
  member: number,
  role: string,
  { type }: Value,
): [Value, CaseBatch['feeds']] {
  const leaf = `${name}/${role}`
  const tensor = contents(
    { shape: type.shape.map(Number), element: type.element },
    name,
    ...pathOf(member),
    role,
  )
  return [g.input(leaf, type), { [leaf]: tensor }]
}

const pathOf = (member: number): readonly number[] => (member === 0 ? [] : [member])

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
