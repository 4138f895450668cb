// Puts what computes parameters between a model and its leaves: layers ask for a parameter and get its reparametrized value.
import { GraphError } from '../../schemas/diagnostic.js'
import type { ModuleTree } from '../space/module-tree.js'
import { invariant } from '../support/invariant.js'
import { randomStream } from '../support/random.js'
import { sizeOf, type Shape } from '../support/shape.js'
import { builder } from '../tensor/builder.js'
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType } from '../tensor/tensor-type.js'
import { forward, type Leaves, type PlacedParameter } from './forward.js'
import { initialValues } from './initialize.js'
import * as initializers from './initializers/index.js'
import type { ParameterDeclaration } from './layers/layer.js'
import { collectingLeaves } from './model-leaves.js'
import type { Options } from './options.js'
import { matchesParameter, patternsOf } from './parameter-pattern.js'
import type {
  ReparametrizationContext,
  Reparametrization,
  Start,
  Target,
} from './reparametrizations/reparametrization.js'
import { scaleValue } from './scalars.js'

/** A reparametrization as a configuration resolved it. */
export interface ResolvedReparametrization {
  readonly definition: Reparametrization
  readonly options: Options
}

/**
 * Leaves of `model` whose parameters are computed where a pattern says so; of several that name one parameter the first counts. `computed`
 * receives the values by the parameter's name.
 * @throws GraphError `reparametrization-refuses`
 */
export function reparametrized(
  leaves: Leaves,
  list: readonly ResolvedReparametrization[],
  model: ModuleTree,
  computed: Map<string, Value> = new Map<string, Value>(),
): Leaves {
  if (list.length === 0) return leaves
  const targets = targetsOf(list, model)
  const made = list.map(() => new Map<string, Value>())
  return {
    ...leaves,
    parameter: (place, declaration, graph) => {
      const known = computed.get(place.name)
      if (known !== undefined) return known
      const index = list.findIndex((one) => isNamed(one, place, declaration))
      const found = list[index]
      if (found === undefined) return leaves.parameter(place, declaration, graph)
      const own = { targets: targets[index] ?? [], made: made[index] ?? new Map<string, Value>() }
      const context = contextOf({ leaves, place, declaration, graph, found, index, ...own })
      const value = found.definition.build(found.options, context)
      computed.set(place.name, value)
      return value
    },
  }
}

/** What each reparametrization replaces: found by a walk of the model whose graph is thrown away. */
function targetsOf(
  list: readonly ResolvedReparametrization[],
  model: ModuleTree,
): readonly (readonly Target[])[] {
  const graph = builder()
  const leaves = collectingLeaves(graph)
  const found = list.map(() => new Map<string, Target>())
  const { type, shape } = model.input
  const batch = graph.input('rows', tensorType(type === 'code' ? 'int64' : 'float32', [1, ...shape]))
  forward(model, batch, {
    ...leaves,
    parameter: (place, declaration, at) => {
      const { name } = place
      const index = list.findIndex((one) => isNamed(one, place, declaration))
      found[index]?.set(name, { name, shape: declaration.shape })
      return leaves.parameter(place, declaration, at)
    },
  })
  const targets = found.map((own) => [...own.values()])
  list.forEach((one, index) => checkTargets(one, targets[index] ?? []))
  return targets
}

function checkTargets({ definition, options }: ResolvedReparametrization, targets: readonly Target[]): void {
  const entries = targets.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const refusal = definition.refuses?.(options, entries)
  if (refusal !== undefined) throw new GraphError('reparametrization-refuses', refusal)
}

/** Whether a reparametrization names a parameter, and can take it. */
const isNamed = (
  { options, definition }: ResolvedReparametrization,
  place: PlacedParameter,
  { shape }: ParameterDeclaration,
): boolean =>
  shape.length >= (definition.minimumAxes ?? 0) &&
  patternsOf(options['of'] ?? definition.options['of']?.['default']).some((pattern) =>
    matchesParameter(pattern, place),
  )

interface Replacing {
  readonly leaves: Leaves
  readonly place: PlacedParameter
  readonly declaration: ParameterDeclaration
  readonly graph: Builder
  readonly found: ResolvedReparametrization
  readonly index: number
  readonly targets: readonly Target[]
  /** What was built for all targets together. */
  readonly made: Map<string, Value>
}

function contextOf(replacing: Replacing): ReparametrizationContext {
  const { leaves, place, declaration, graph, found, index, targets, made } = replacing
  const below = (target: string, name: string): string => (name === '' ? target : `${target}.${name}`)
  const firstBelow = (owner: string, name: string, start: Start) => (seed: number) =>
    start({
      target: initialValues(seed, place.name, declaration),
      random: randomStream(seed, 'initialize', below(owner, name)),
      streamOf: (target) => randomStream(seed, 'initialize', below(target, name)),
    })
  const first = (name: string, start: Start) => firstBelow(place.name, name, start)
  const common = `reparametrize#${String(index)}`
  return {
    graph,
    target: { name: place.name, shape: declaration.shape },
    targets,
    trained: (name, shape, start) =>
      leaves.parameter(placeBelow(place, name), computedAtStart(shape, first(name, start)), graph),
    shared: (name, shape, start) =>
      leaves.parameter(
        { name: `${common}.${name}`, scope: common, own: name, kind: found.definition.kind, frozen: false },
        computedAtStart(shape, firstBelow(common, name, start)),
        graph,
      ),
    sharedState: (name, shape, start) =>
      leaves.state(below(common, name), shape, firstBelow(common, name, start), graph),
    once: (name, make) => {
      const value = made.get(name) ?? make()
      made.set(name, value)
      return value
    },
    state: (name, shape, start) => leaves.state(below(place.name, name), shape, first(name, start), graph),
    update: (name, value) => leaves.update(below(place.name, name), value),
    scalar: (option) =>
      leaves.scale(
        { name: `scale.${common}.${option}`, number: scaleValue(found.definition, found.options, option) },
        graph,
      ),
  }
}

/** A parameter behind another is named below it, so that patterns of the one name the other too. */
function placeBelow(place: PlacedParameter, name: string): PlacedParameter {
  if (name === '') return place
  return { ...place, name: `${place.name}.${name}`, own: `${place.own}.${name}` }
}

/** Declared like a layer's own; the initializer is never asked. */
const computedAtStart = (shape: Shape, start: (seed: number) => Float32Array): ParameterDeclaration => {
  invariant(shape.length > 0, 'a trained value needs an axis')
  return { shape, fanIn: 1, fanOut: 1, initializer: { definition: initializers.zeros, options: {} }, start }
}
