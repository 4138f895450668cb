// Module tree → forward graph. Every node names the layer it comes from; what is a leaf is asked of the caller,
// so that one walk serves training (state inputs), inference (inputs) and export (constants).
import { GraphError } from '../../schemas/diagnostic.js'
import { invariant, unreachable } from '../support/invariant.js'
import type { LayerUse, ModuleTree } from '../space/module-tree.js'
import type { Builder, Value } from '../tensor/graph.js'
import { builder } from '../tensor/builder.js'
import type { Products } from '../tensor/vocabulary.js'
import type { Layer, LayerContext, ParameterDeclaration } from './layers/layer.js'
import { mergeBranches, padAdd } from './merges.js'
import type { ParameterPlace } from './parameter-pattern.js'

/** A parameter and whether its layer says that it is not trained. */
export interface PlacedParameter extends ParameterPlace {
  readonly frozen: boolean
}

/** Where the leaves of a forward graph come from. Names are unique in the model: scope or path, a dot, the layer's own name. */
export interface Leaves {
  readonly training: boolean
  readonly graph: Builder
  /** The level of noise of each row [N], or of all [1]; absent where none is added. */
  readonly level?: Value
  /** In which precision layers take their products; absent: float32. */
  readonly products?: Products
  parameter(place: PlacedParameter, declaration: ParameterDeclaration, graph: Builder): Value
  /** A value that is carried along; `start` fills it, or gives its first values for a training seed. */
  state(
    name: string,
    shape: readonly number[],
    start: number | ((seed: number) => Float32Array),
    graph: Builder,
  ): Value
  /** The value of a state after this step. */
  update(name: string, value: Value): void
  /** A scale option of a use of a layer. */
  scalar(use: LayerUse, option: string, graph: Builder): Value
  /** A number that only scales things, by the name of its graph input. */
  scale(scale: { readonly name: string; readonly number: number }, graph: Builder): Value
  /** Takes a scalar of a layer's that a metric may ask for; built only where one does. */
  observe?(observation: { readonly name: string; readonly layer: string }, measure: () => Value): void
  /** Uniform draws of the stream with that name. */
  uniform(stream: string, shape: readonly number[], graph: Builder): Value
}

/** Forward graph of a model: input [N, …tree.input.shape] → [N, …tree.output.shape]. @throws GraphError naming the layer */
export function forward(tree: ModuleTree, input: Value, leaves: Leaves): Value {
  const draws = new Map<string, number>()
  const walk = (node: ModuleTree, x: Value): Value => {
    switch (node.kind) {
      case 'layer':
        return buildLayer(node, x, leaves, draws)
      case 'sequence':
        return node.children.reduce((value, child) => walk(child, value), x)
      case 'residual':
        return padAdd(x, walk(node.body, x), node.output.shape, leaves.graph.at('residual'))
      case 'parallel':
        return mergeBranches(
          node,
          node.branches.map((branch) => walk(branch, x)),
          leaves.graph.at('parallel'),
        )
      default:
        return unreachable(node)
    }
  }
  return walk(tree, input)
}

function buildLayer(use: LayerUse, input: Value, leaves: Leaves, draws: Map<string, number>): Value {
  const { path, at, definition } = use.layer
  const origin = at === undefined ? path : `${path} (${at})`
  const graph = leaves.graph.at(origin)
  const scope = use.parameters === '' ? definition.kind : use.parameters
  const context: LayerContext = {
    training: leaves.training,
    // Parameters that are computed from others are so in float32.
    graph: leaves.products === undefined ? graph : builder(origin, leaves.products),
    ...(leaves.level === undefined ? {} : { level: leaves.level }),
    parameter: (own, declaration) => {
      const place = { name: `${scope}.${own}`, scope, own, kind: definition.kind, frozen: isFrozen(use) }
      return leaves.parameter(place, declaration, graph)
    },
    state: (name, shape, start) => leaves.state(`${scope}.${name}`, shape, start, graph),
    update: (name, value) => leaves.update(`${scope}.${name}`, value),
    scalar: (option) => leaves.scalar(use, option, graph),
    observe: (name, measure) =>
      leaves.observe?.({ name, layer: path === '' ? definition.kind : path }, measure),
    uniform: (shape) => {
      const count = (draws.get(scope) ?? 0) + 1
      draws.set(scope, count)
      return leaves.uniform(count === 1 ? scope : `${scope}#${String(count)}`, shape, graph)
    },
  }
  const output = layerOf(use).build(use, input, context)
  checkShape(use, output)
  context.observe(brokenOutputs, () => brokenness(output, graph))
  return output
}

/** What each layer shows of itself where somebody looks for the place at which a training blew up. */
export const brokenOutputs = 'broken_outputs'

/** 0 where all entries are finite, else NaN. */
const brokenness = (x: Value, graph: Builder): Value => graph.reduceSum(graph.multiply(x, 0))

/** Whether a use says `freeze: true`. */
const isFrozen = ({ layer }: LayerUse): boolean => layer.options['freeze'] === true

/** The layer behind a use; the space knows only its shapes and cost. */
function layerOf(use: LayerUse): Layer {
  const definition = use.layer.definition
  invariant('build' in definition, `layer '${definition.kind}' has no graph`)
  return definition as Layer
}

function checkShape(use: LayerUse, output: Value): void {
  const axes = output.type.shape.slice(1)
  if (
    axes.length === use.output.shape.length &&
    axes.every((axis, index) => axis === use.output.shape[index])
  )
    return
  throw new GraphError(
    'layer-shape',
    `layer '${use.layer.path}' announced ${use.output.shape.join('×')}, but its graph gives ${axes.join('×')}`,
  )
}
