// A graph as an ONNX model: inputs in, outputs out, parameters as inputs or as initializers. Loops are in loop.ts.
import { GraphError } from '../../schemas/diagnostic.js'
import type { Device, InputNode, Node, Value } from '../tensor/graph.js'
import { nodesOf, onlyValue } from '../tensor/graph.js'
import type { Tensor } from '../tensor/tensor.js'
import { sameType, showType, tensorType } from '../tensor/tensor-type.js'
import type { ValueMessage } from './messages.js'
import { modelBytes, tensorMessage, valueMessage } from './messages.js'
import type { Section, Writer } from './writer.js'
import { idsOf, section, usedResults, writer } from './writer.js'

/** A result under the name it has outside. */
export interface NamedValue {
  readonly name: string
  readonly value: Value
}

/** What to encode. */
export interface GraphModel {
  readonly name: string
  readonly outputs: readonly NamedValue[]
  /** Contents of parameters that shall be part of the model; the others are fed. */
  readonly weights?: ReadonlyMap<string, Tensor>
  /** Inputs that exist even if no output needs them, in front and in this order. */
  readonly inputs?: readonly Value[]
  readonly metadata?: Readonly<Record<string, string>>
  /** Where it shall run; decides between forms of operators, all of them standard ones. */
  readonly device?: Device
  /** Size of the host's blocks of channels; absent, as in every exported model: standard operators alone. */
  readonly block?: number
}

/** The ONNX model of a graph. @throws GraphError on clashing names or weights of another type */
export function encodeGraph(model: GraphModel): Uint8Array {
  const outputs = model.outputs.map(({ value }) => value)
  const nodes = nodesOf([...(model.inputs ?? []), ...outputs])
  const main = section()
  const writing = writer(model, usedResults(nodes, outputs), idsOf(nodes))
  const weights = model.weights ?? new Map<string, Tensor>()
  const fed = inputsOf(nodes).filter((node) => node.kind === 'input' || !weights.has(node.name))
  checkNames([...inputsOf(nodes).map((node) => node.name), ...model.outputs.map(({ name }) => name)])
  for (const node of inputsOf(nodes)) {
    writing.name(onlyValue(node, node.types[0]), node.name)
    const weight = node.kind === 'parameter' ? weights.get(node.name) : undefined
    if (weight !== undefined) main.initializers.push(tensorMessage(node.name, checkedWeight(node, weight)))
  }
  const aliases = nameOutputs(model.outputs, writing)
  for (const node of nodes) if (node.kind === 'operation') writing.write(main, node)
  for (const { name, value } of aliases) writing.copy(main, writing.nameIn(main, value), name)
  const infos = model.outputs.map(({ name, value }) => valueMessage(name, value.type))
  return modelBytes(graphMessage(model.name, main, fed.map(inputMessage), infos), model.metadata ?? {})
}

/** Nodes that are fed or trained, in order of first use. */
export const inputsOf = (nodes: readonly Node[]): readonly InputNode[] =>
  nodes.filter((node): node is InputNode => node.kind === 'input' || node.kind === 'parameter')

/** The info of a leaf under its own name. */
export const inputMessage = (node: InputNode): ValueMessage => valueMessage(node.name, node.types[0])

/** Gives outputs their names; those that are leaves, literals or named already come back to be copied. */
export function nameOutputs(outputs: readonly NamedValue[], writing: Writer): readonly NamedValue[] {
  const seen = new Map<Node, Set<number>>()
  return outputs.filter(({ name, value }) => {
    const named = seen.get(value.node) ?? new Set<number>()
    if (value.node.kind !== 'operation' || named.has(value.index)) return true
    seen.set(value.node, named.add(value.index))
    writing.name(value, name)
    return false
  })
}

/** A section as a graph. */
export const graphMessage = (
  name: string,
  place: Section,
  input: readonly ValueMessage[],
  output: readonly ValueMessage[],
) => ({ name, node: place.nodes, initializer: place.initializers, input: [...input], output: [...output] })

/** @throws GraphError `duplicate-name` */
export function checkNames(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new GraphError('duplicate-name', `'${twice}' names two values of one graph`)
}

function checkedWeight(node: InputNode, weight: Tensor): Tensor {
  const type = tensorType(weight.element, weight.shape)
  if (!sameType(type, node.types[0])) {
    const wanted = showType(node.types[0])
    throw new GraphError(
      'weight-type',
      `parameter '${node.name}' is ${wanted}, its content ${showType(type)}`,
    )
  }
  return weight
}
