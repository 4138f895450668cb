// Gathers what a forward graph asks for: parameters with how they start, running statistics, scales with their values, random streams.
import type { LayerUse } from '../space/module-tree.js'
import type { Builder, Value } from '../tensor/graph.js'
import { GraphError } from '../../schemas/diagnostic.js'
import { tensorOf } from '../tensor/tensor.js'
import { tensorType } from '../tensor/tensor-type.js'
import { randomUniform } from '../tensor/random.js'
import { digestOfBytes } from '../support/digest.js'
import type { ParameterDeclaration } from './layers/layer.js'
import type { Leaves, PlacedParameter } from './forward.js'
import { scaleValue } from './scalars.js'

/** A trained value. */
export interface ParameterLeaf {
  readonly name: string
  readonly place: PlacedParameter
  readonly declaration: ParameterDeclaration
  readonly value: Value
}

/** A value carried along; `next` is absent where the step leaves it alone. */
export interface StatisticLeaf {
  readonly name: string
  readonly shape: readonly number[]
  /** What it is filled with, or its first values for a training seed. */
  readonly start: number | ((seed: number) => Float32Array)
  readonly value: Value
  next?: Value
}

/** A scale: what it is called in the graph, and its number in this configuration. */
export interface ScaleLeaf {
  readonly name: string
  readonly number: number
  readonly value: Value
}

/** A scalar that a layer shows in each step, because a metric asks for it. */
export interface Observation {
  readonly name: string
  readonly layer: string
  readonly value: Value
}

/** Everything a forward graph hangs on, in the order in which it was asked for. */
export interface ModelLeaves extends Leaves {
  readonly parameters: Map<string, ParameterLeaf>
  readonly statistics: Map<string, StatisticLeaf>
  readonly scales: Map<string, ScaleLeaf>
  readonly observations: Observation[]
  /** What random draws are keyed by, uint32 scalars: present once something is drawn. */
  readonly randomness: { seed?: Value; step?: Value }
}

/** Leaves that are graph inputs: what training and evaluation feed; observations are kept where they are asked for by name. */
export function inputLeaves(
  training: boolean,
  graph: Builder,
  observed: readonly string[] = [],
): ModelLeaves {
  const parameters = new Map<string, ParameterLeaf>()
  const statistics = new Map<string, StatisticLeaf>()
  const scales = new Map<string, ScaleLeaf>()
  const observations: Observation[] = []
  const randomness: ModelLeaves['randomness'] = {}
  return {
    training,
    graph,
    parameters,
    statistics,
    scales,
    observations,
    randomness,
    parameter: (place, declaration) => {
      const { name, frozen } = place
      const known = parameters.get(name)
      if (known !== undefined) {
        if (frozen) parameters.set(name, { ...known, place })
        return sameParameter(known, declaration)
      }
      const value = graph.parameter(name, tensorType('float32', declaration.shape))
      parameters.set(name, { name, place, declaration, value })
      return value
    },
    state: (name, shape, start) => {
      const known = statistics.get(name)
      if (known !== undefined) return known.next ?? known.value
      const value = graph.input(name, tensorType('float32', shape))
      statistics.set(name, { name, shape, start, value })
      return value
    },
    update: (name, value) => {
      const known = statistics.get(name)
      if (known !== undefined) known.next = value
    },
    scalar: (use, option) => addScale(scales, graph, scaleOf(use, option)),
    observe: (observation, measure) => {
      if (observed.includes(observation.name)) observations.push({ ...observation, value: measure() })
    },
    scale: (scale) => addScale(scales, graph, scale),
    uniform: (stream, shape, at) => {
      randomness.seed ??= at.input('seed', tensorType('uint32', []))
      randomness.step ??= at.input('step', tensorType('uint32', []))
      const { seed, step } = randomness
      return randomUniform(at, { seed, step, stream: streamNumber(stream) }, shape)
    },
  }
}

/** Leaves for a walk that collects what a model is made of: with some level of noise, which no weight depends on. */
export const collectingLeaves = (graph: Builder): ModelLeaves => ({
  ...inputLeaves(false, graph),
  level: graph.constant(tensorOf('float32', [1], [0])),
})

/** The leaf of a scale, made on first use. */
export function addScale(
  scales: Map<string, ScaleLeaf>,
  graph: Builder,
  scale: { readonly name: string; readonly number: number },
): Value {
  const known = scales.get(scale.name)
  if (known !== undefined) return known.value
  const value = graph.input(scale.name, tensorType('float32', []))
  scales.set(scale.name, { ...scale, value })
  return value
}

/** Name and number of a layer's scale option. */
export const scaleOf = (
  use: LayerUse,
  option: string,
): { readonly name: string; readonly number: number } => ({
  name: `scale.${use.layer.path === '' ? use.layer.definition.kind : use.layer.path}.${option}`,
  number: scaleValue(use.layer.definition, use.layer.options, option),
})

function sameParameter(known: ParameterLeaf, declaration: ParameterDeclaration): Value {
  const shape = known.declaration.shape
  if (
    shape.length === declaration.shape.length &&
    shape.every((axis, index) => axis === declaration.shape[index])
  ) {
    return known.value
  }
  throw new GraphError(
    'shared-shape',
    `shared parameter '${known.name}' is used with shapes ${shape.join('×')} and ${declaration.shape.join('×')}`,
  )
}

/** 32 bits of a stream's name: uses of dropout draw alike only if they are the same use. */
const streamNumber = (name: string): number => Number.parseInt(digestOfBytes(name).slice(0, 8), 16)
