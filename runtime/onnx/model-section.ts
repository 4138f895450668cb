// A part of a foreign model as a model of ours: what one tensor of it needs, from one input, with a free batch axis, in float32 at
// both ends. The same nodes serve whoever runs the part alone and whoever joins it to graphs of ours.
import { elementCodes } from '../tensor/tensor-type.js'
import { mapGraph } from './map-graph.js'
import { formatVersion, operatorSet, valueMessage } from './messages.js'
import type { GraphMessage, ModelMessage, NodeMessage, TensorMessage } from './messages.js'
import { isOwn, upgradeGraph } from './upgrade.js'

/** What is taken from a model. */
export interface SectionRequest {
  /** With its weights inside. */
  readonly model: ModelMessage
  /** Its input: name and the element type that it takes; `shape` of one example where that is not the shape of the section's. */
  readonly input: {
    readonly name: string
    readonly element: 'float32' | 'float64'
    readonly shape?: readonly number[]
  }
  /** Any tensor that a node of its main graph gives. */
  readonly output: string
  /** Shape of one example that is fed. */
  readonly signal: readonly number[]
  /** Shape of what comes out for one example; absent: as it comes. */
  readonly features?: readonly number[]
  /** Whether operators stay in the form of the model's own set, though only models of that set can hold them. */
  readonly asWritten?: true
}

/** Name of a section's input: float32 [batch, …signal]. */
export const sectionInput = 'examples'

/** Name of a section's output: float32 [batch, …features]. */
export const sectionOutput = 'features'

/** Tensors that nodes of the main graph give: what a section can end in. */
export const innerTensors = ({ graph }: ModelMessage): readonly string[] =>
  (graph?.node ?? []).flatMap(({ output }) => output ?? []).filter((name) => name !== '')

/** The operator set of ONNX's own operators that a model is written in. */
export const operatorSetOf = ({ opsetImport }: ModelMessage): number =>
  Number((opsetImport ?? []).find(({ domain }) => isOwn(domain))?.version ?? 1)

/** The section as a model by itself. */
export function modelSection(request: SectionRequest): ModelMessage {
  const { model, signal, features, asWritten } = request
  const version = operatorSetOf(model)
  const kept = neededBy(request.output, model.graph ?? {})
  const inside = mapGraph(asWritten ? kept : upgradeGraph(kept, version), { name: within })
  const entry = entryOf(request)
  const exit = exitOf(request)
  return {
    irVersion: Math.max(formatVersion, Number(model.irVersion ?? 0)),
    producerName: 'espalier',
    opsetImport: [
      { domain: '', version: asWritten ? version : Math.max(operatorSet, version) },
      ...(model.opsetImport ?? []).filter(({ domain }) => !isOwn(domain)),
    ],
    functions: [...(model.functions ?? [])],
    graph: {
      name: 'section',
      node: [...entry.nodes, ...(inside.node ?? []), ...exit.nodes],
      initializer: [...entry.shapes, ...(inside.initializer ?? []), ...exit.shapes],
      sparseInitializer: inside.sparseInitializer ?? [],
      input: [valueMessage(sectionInput, { element: 'float32', shape: ['batch', ...signal] })],
      output: [
        features === undefined
          ? { name: sectionOutput }
          : valueMessage(sectionOutput, { element: 'float32', shape: ['batch', ...features] }),
      ],
    },
  }
}

/** Names of the foreign model stay apart from the ends. */
const within = (name: string): string => `inner/${name}`

interface End {
  readonly nodes: readonly NodeMessage[]
  readonly shapes: readonly TensorMessage[]
}

/** What is fed, in the shape and type that the model takes. */
function entryOf({ input: { name, element, shape } }: SectionRequest): End {
  const entry = shape === undefined ? [] : [reshape(sectionInput, 'entry/shaped', 'entry/shape')]
  const shaped = shape === undefined ? sectionInput : 'entry/shaped'
  return {
    nodes: [...entry, cast(shaped, within(name), element)],
    shapes: shape === undefined ? [] : [shapeTensor('entry/shape', shape)],
  }
}

function exitOf({ output, features }: SectionRequest): End {
  if (features === undefined) return { nodes: [identity(within(output), sectionOutput)], shapes: [] }
  return {
    nodes: [
      cast(within(output), 'exit/reals', 'float32'),
      reshape('exit/reals', sectionOutput, 'exit/shape'),
    ],
    shapes: [shapeTensor('exit/shape', features)],
  }
}

const cast = (from: string, to: string, element: 'float32' | 'float64'): NodeMessage => ({
  name: to,
  opType: 'Cast',
  input: [from],
  output: [to],
  attribute: [{ name: 'to', type: 2, i: elementCodes[element] }],
})

const identity = (from: string, to: string): NodeMessage => ({
  name: to,
  opType: 'Identity',
  input: [from],
  output: [to],
})

const reshape = (from: string, to: string, shape: string): NodeMessage => ({
  name: to,
  opType: 'Reshape',
  input: [from, shape],
  output: [to],
})

const shapeTensor = (name: string, shape: readonly number[]): TensorMessage => ({
  name,
  dims: [shape.length + 1],
  dataType: elementCodes.int64,
  int64Data: [-1, ...shape],
})

/** Nodes and weights that a tensor needs; inputs, outputs and announced types are left out. */
function neededBy(output: string, graph: GraphMessage): GraphMessage {
  const needed = new Set([output])
  const nodes = [...(graph.node ?? [])].reverse().filter((node) => {
    if (!(node.output ?? []).some((name) => name !== '' && needed.has(name))) return false
    for (const name of readsOf(node)) needed.add(name)
    return true
  })
  return {
    node: nodes.reverse(),
    initializer: (graph.initializer ?? []).filter(({ name }) => needed.has(name ?? '')),
    sparseInitializer: (graph.sparseInitializer ?? []).filter(({ values }) => needed.has(values?.name ?? '')),
  }
}

/** Names that a node reads, those that its branches and bodies read among them. */
function readsOf(node: NodeMessage): ReadonlySet<string> {
  const reads = new Set(node.input ?? [])
  for (const { g, graphs } of node.attribute ?? []) {
    for (const graph of [...(g === undefined || g === null ? [] : [g]), ...(graphs ?? [])]) {
      for (const inner of graph.node ?? []) for (const name of readsOf(inner)) reads.add(name)
      for (const { name } of graph.output ?? []) reads.add(name ?? '')
    }
  }
  return reads
}
