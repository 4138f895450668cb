// A training loop as one ONNX model: `Loop` over a step graph. State is carried, per-step inputs are taken by the
// number of the iteration, everything else is captured from outside; what no step changes is computed once, outside.
import { GraphError } from '../../schemas/diagnostic.js'
import type { Device, InputNode, Node, OperationNode, Value } from '../tensor/graph.js'
import { nodesOf, onlyValue } from '../tensor/graph.js'
import { sameType, showType, tensorType } from '../tensor/tensor-type.js'
import type { NamedValue } from './encode.js'
import { checkNames, graphMessage, inputMessage, inputsOf } from './encode.js'
import type { ValueMessage } from './messages.js'
import { modelBytes, nodeMessage, valueMessage } from './messages.js'
import type { Section, Writer } from './writer.js'
import { idsOf, section, usedResults, writer } from './writer.js'

/** One carried value: a leaf of the step graph and what it is after the step. */
export interface LoopState {
  readonly input: Value
  readonly next: Value
}

/** A step graph and the part its leaves play; leaves named in neither list are resident: fed once, used by all steps. */
export interface LoopModel {
  readonly name: string
  readonly state: readonly LoopState[]
  /** Leaves fed for each step: outside they have one more axis, `steps`, in front. */
  readonly perStep: readonly Value[]
  /** Results of each step, stacked along a first axis `steps`. */
  readonly scans: readonly NamedValue[]
  readonly metadata?: Readonly<Record<string, string>>
  readonly device?: Device
  /** Size of the host's blocks of channels; absent: standard operators alone. */
  readonly block?: number
}

/** The input that says how many steps to take: int64, scalar. */
export const stepsInput = 'steps'

/** The output that holds a carried value after the last step. */
export const nextName = (stateName: string): string => `${stateName}.next`

/** The ONNX model of a training loop: a call of n steps equals calls of n₁ and n₂ = n − n₁. @throws GraphError */
export function encodeLoop(model: LoopModel): Uint8Array {
  const outputs = [...model.state.map(({ next }) => next), ...model.scans.map(({ value }) => value)]
  const leaves = [...model.state.map(({ input }) => input), ...model.perStep]
  const nodes = nodesOf([...leaves, ...outputs])
  const state = model.state.map((one) => ({ ...one, leaf: leafOf(one.input) }))
  state.forEach(checkState)
  const names = [...inputsOf(nodes).map((node) => node.name), ...outputNames(model)]
  checkNames([stepsInput, ...names])
  const writing = writer(model, usedResults(nodes, outputs), idsOf(nodes))
  const outer = section()
  const body = bodyOf(model, nodes, writing, outer)
  const loop = nodeMessage(
    {
      operator: 'Loop',
      inputs: [stepsInput, '', ...state.map(({ leaf }) => leaf.name)],
      outputs: outputNames(model),
    },
    'loop',
  )
  outer.nodes.push({ ...loop, attribute: [{ name: 'body', type: 5, g: body }] })
  const inputs = [valueMessage(stepsInput, tensorType('int64', [])), ...outerInputs(model, nodes)]
  return modelBytes(graphMessage(model.name, outer, inputs, outerOutputs(model)), model.metadata ?? {})
}

const outputNames = (model: LoopModel): readonly string[] => [
  ...model.state.map(({ input }) => nextName(leafOf(input).name)),
  ...model.scans.map(({ name }) => name),
]

/** Writes what changes from step to step into the body and the rest into `outer`. */
function bodyOf(model: LoopModel, nodes: readonly Node[], writing: Writer, outer: Section) {
  const body = section()
  const [iteration, condition, goOn] = [writing.fresh(), writing.fresh(), writing.fresh()]
  for (const node of inputsOf(nodes)) writing.name(onlyValue(node, node.types[0]), node.name)
  const carried = model.state.map(({ input }) => {
    const inside = writing.fresh()
    writing.name(input, inside)
    return valueMessage(inside, input.type)
  })
  for (const input of model.perStep) {
    const inside = writing.fresh()
    const gather = { operator: 'Gather', inputs: [leafOf(input).name, iteration], outputs: [inside] }
    body.nodes.push(nodeMessage({ ...gather, attributes: { axis: 0 } }, `step of ${leafOf(input).name}`))
    writing.name(input, inside)
  }
  const changing = changingNodes(nodes, [...model.state.map(({ input }) => input), ...model.perStep])
  for (const node of nodes) {
    if (node.kind === 'operation') writing.write(changing.has(node) ? body : outer, node)
  }
  writing.copy(body, condition, goOn)
  const results = bodyResults(model, changing, writing, body)
  const inputs = [
    valueMessage(iteration, tensorType('int64', [])),
    valueMessage(condition, tensorType('bool', [])),
    ...carried,
  ]
  const outputs = [valueMessage(goOn, tensorType('bool', [])), ...results]
  return graphMessage(`${model.name}-step`, body, inputs, outputs)
}

/** Results of the body; a value that is no result of a node inside, or is one already, is copied. */
function bodyResults(
  model: LoopModel,
  changing: ReadonlySet<Node>,
  writing: Writer,
  body: Section,
): readonly ValueMessage[] {
  const taken = new Set<string>()
  return [...model.state.map(({ next }) => next), ...model.scans.map(({ value }) => value)].map((value) => {
    const source = writing.nameIn(body, value)
    const isResult = value.node.kind === 'operation' && changing.has(value.node)
    const name = isResult && !taken.has(source) ? source : writing.fresh()
    if (name !== source) writing.copy(body, source, name)
    taken.add(name)
    return valueMessage(name, value.type)
  })
}

/** Nodes that depend on something that changes from step to step. */
function changingNodes(nodes: readonly Node[], sources: readonly Value[]): ReadonlySet<Node> {
  const changing = new Set<Node>(sources.map((source) => source.node))
  const operations = nodes.filter((node): node is OperationNode => node.kind === 'operation')
  for (const node of operations) if (node.inputs.some((input) => changing.has(input.node))) changing.add(node)
  return changing
}

function outerInputs(model: LoopModel, nodes: readonly Node[]): readonly ValueMessage[] {
  const perStep = new Set<Node>(model.perStep.map((input) => input.node))
  return inputsOf(nodes).map((node) => {
    if (!perStep.has(node)) return inputMessage(node)
    const [type] = node.types
    return valueMessage(node.name, tensorType(type.element, ['steps', ...type.shape]))
  })
}

const outerOutputs = (model: LoopModel): readonly ValueMessage[] => [
  ...model.state.map(({ input }) => valueMessage(nextName(leafOf(input).name), input.type)),
  ...model.scans.map(({ name, value }) =>
    valueMessage(name, tensorType(value.type.element, ['steps', ...value.type.shape])),
  ),
]

function leafOf(value: Value): InputNode {
  const { node } = value
  if (node.kind === 'input' || node.kind === 'parameter') return node
  throw new GraphError('not-a-leaf', 'state and per-step inputs of a loop must be inputs or parameters')
}

function checkState({ leaf, input, next }: LoopState & { readonly leaf: InputNode }): void {
  if (sameType(input.type, next.type)) return
  const found = showType(next.type)
  throw new GraphError(
    'state-type',
    `state '${leaf.name}' is ${showType(input.type)}, but ${found} after a step`,
  )
}
