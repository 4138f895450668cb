// Writes graph nodes as ONNX nodes into sections (a graph, a loop body), naming every value once.
// What an operator becomes is its own rule; which section a node goes to is the caller's.
import { createHash } from 'node:crypto'
import { invariant } from '../support/invariant.js'
import type { Device, Node, OperationNode, Value } from '../tensor/graph.js'
import type { Tensor } from '../tensor/tensor.js'
import { bytesOf } from '../tensor/tensor.js'
import type { NodeMessage, TensorMessage } from './messages.js'
import { nodeMessage, tensorMessage } from './messages.js'

/** Nodes and literals of one graph or subgraph. */
export interface Section {
  readonly nodes: NodeMessage[]
  readonly initializers: TensorMessage[]
  /** Names of literals by content. */
  readonly literals: Map<string, string>
}

/** An empty section. */
export const section = (): Section => ({ nodes: [], initializers: [], literals: new Map() })

/** Names values and writes nodes. */
export interface Writer {
  /** Says what a value is called; a leaf must be told before it is used. */
  name(value: Value, name: string): void
  /** What a value is called in a section; a literal is added there. */
  nameIn(section: Section, value: Value): string
  /** Writes one node; the inputs must have been written. */
  write(section: Section, node: OperationNode): void
  /** `target = source`. */
  copy(section: Section, source: string, target: string): void
  /** A new name. */
  fresh(): string
}

/** What nodes are written for. */
export interface Target {
  readonly device?: Device
  /** Channels in a block of the host's blocked convolution (channel-block.ts); absent: standard operators alone. */
  readonly block?: number
}

/** A writer for the given target; `used` tells which results anybody needs. */
export function writer(target: Target, used: ReadonlySet<string>, ids: ReadonlyMap<Node, number>): Writer {
  const { device = 'cpu', block } = target
  const names = new Map<Node, Map<number, string>>()
  let count = 0
  const fresh = (): string => {
    count += 1
    return `%${count}`
  }
  const name = (value: Value, given: string): void => {
    const own = names.get(value.node) ?? new Map<number, string>()
    names.set(value.node, own)
    own.set(value.index, given)
  }
  const nameIn = (place: Section, value: Value): string => {
    if (value.node.kind === 'constant') return literalName(place, value.node.tensor, fresh)
    const known = names.get(value.node)?.get(value.index)
    if (known !== undefined) return known
    const given = fresh()
    name(value, given)
    return given
  }
  const write = (place: Section, node: OperationNode): void => {
    const id = ids.get(node) ?? 0
    const outputs = node.types.map((type, index) =>
      index === 0 || used.has(`${id}.${index}`) ? nameIn(place, { node, index, type }) : '',
    )
    const written = node.rules.onnx({
      inputs: node.inputs.map((input) => nameIn(place, input)),
      outputs,
      device,
      ...(block === undefined ? {} : { block }),
      fresh,
      constant: (tensor) => literalName(place, tensor, fresh),
    })
    invariant(written.length > 0, `\`${node.operator}\` has no ONNX form`)
    written.forEach((one, index) => {
      place.nodes.push(nodeMessage(one, `${node.operator}#${id}${index === 0 ? '' : `.${index}`}`))
    })
  }
  const copy = (place: Section, source: string, target: string): void => {
    place.nodes.push(nodeMessage({ operator: 'Identity', inputs: [source], outputs: [target] }, `=${target}`))
  }
  return { name, nameIn, write, copy, fresh }
}

/** Which results are needed, as `node id.index`: an unneeded one, but for the first, is left out. */
export function usedResults(nodes: readonly Node[], outputs: readonly Value[]): ReadonlySet<string> {
  const ids = idsOf(nodes)
  const values = [...nodes.flatMap((node) => node.inputs), ...outputs]
  return new Set(values.map((value) => `${ids.get(value.node) ?? 0}.${value.index}`))
}

/** Nodes numbered in order. */
export const idsOf = (nodes: readonly Node[]): ReadonlyMap<Node, number> =>
  new Map(nodes.map((node, index) => [node, index]))

function literalName(place: Section, tensor: Tensor, fresh: () => string): string {
  const key = contentKey(tensor)
  const known = place.literals.get(key)
  if (known !== undefined) return known
  const given = fresh()
  place.literals.set(key, given)
  place.initializers.push(tensorMessage(given, tensor))
  return given
}

function contentKey(tensor: Tensor): string {
  const digest = createHash('sha256')
  digest.update(`${tensor.element}[${tensor.shape.join(',')}]`)
  digest.update(tensor.element === 'string' ? JSON.stringify(tensor.data) : bytesOf(tensor))
  return digest.digest('base64')
}
