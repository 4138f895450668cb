// Puts what computes parameters between a model and its leaves: layers ask for a parameter and get its reparametrized value.
import { invariant } from '../support/invariant.js'
import { randomStream } from '../support/random.js'
import type { Shape } from '../support/shape.js'
import type { Builder, Value } from '../tensor/graph.js'
import type { Leaves, PlacedParameter } from './forward.js'
import { initialValues } from './initialize.js'
import * as initializers from './initializers/index.js'
import type { ParameterDeclaration } from './layers/layer.js'
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
 * Leaves whose parameters are computed where a pattern says so; of several that name one parameter the first counts. `computed`
 * receives the values by the parameter's name.
 */
export function reparametrized(
  leaves: Leaves,
  list: readonly ResolvedReparametrization[],
  computed: Map<string, Value> = new Map<string, Value>(),
): Leaves {
  if (list.length === 0) return leaves
  const targets = list.map((): Target[] => [])
  return {
    ...leaves,
    parameter: (place, declaration, graph) => {
      const known = computed.get(place.name)
      if (known !== undefined) return known
      const index = list.findIndex((one) => isNamed(one, place, declaration))
      const found = list[index]
      if (found === undefined) return leaves.parameter(place, declaration, graph)
      const among = targets[index] ?? []
      among.push({ name: place.name, shape: declaration.shape })
      const context = contextOf({ leaves, place, declaration, graph, found, index, targets: among })
      const value = found.definition.build(found.options, context)
      computed.set(place.name, value)
      return value
    },
  }
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
}

function contextOf(replacing: Replacing): ReparametrizationContext {
  const { leaves, place, declaration, graph, found, index, targets } = replacing
  const below = (target: string, name: string): string => (name === '' ? target : `${target}.${name}`)
  const first = (name: string, start: Start) => (seed: number) =>
    start({
      target: initialValues(seed, place.name, declaration),
      random: randomStream(seed, 'initialize', below(place.name, name)),
      streamOf: (target) => randomStream(seed, 'initialize', below(target, name)),
    })
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
        computedAtStart(shape, first(name, start)),
        graph,
      ),
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
