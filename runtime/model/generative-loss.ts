// A loss that runs the model itself: gives it the model at levels of noise, by its own weights or its teacher's, noise, and the host's draws.
import { tensorType, fixedShape } from '../tensor/tensor-type.js'
import type { Value } from '../tensor/graph.js'
import { normalsFrom } from '../tensor/random.js'
import type { ModuleTree } from '../space/module-tree.js'
import { sizeOf } from '../support/shape.js'
import { forward, type Leaves } from './forward.js'
import type { GenerativeLoss } from './losses/generative.js'
import type { ModelLeaves } from './model-leaves.js'
import type { Options } from './options.js'
import { slotName, teacherSlot } from './slots.js'
import { drawInput } from './step-numbers.js'
import type { Recipe } from './training-recipe.js'

/** A recipe whose loss needs no targets. */
export interface GenerativeRecipe extends Pick<Recipe, 'model'> {
  readonly loss: { readonly definition: GenerativeLoss; readonly options: Options }
}

/** What a teacher leaves behind. */
export interface Taught {
  /** The teacher's values by the name of the parameter that they follow. */
  readonly teachers: ReadonlyMap<string, Value>
}

/**
 * Loss of each row [N] of x [N, …], and the inputs that the host fills with draws. `compute` puts what computes parameters in front of
 * leaves; once for all calls of the model, which so have the same weights.
 */
export function generativeLoss(
  { model, loss: { definition, options } }: GenerativeRecipe,
  x: Value,
  leaves: ModelLeaves,
  compute: (leaves: Leaves) => Leaves,
): Taught & { readonly losses: Value; readonly drawn: readonly Value[] } {
  const { graph } = leaves
  const [rows = 1] = x.type.shape
  const drawn = new Map(
    definition.drawn.map((name) => [name, graph.input(drawInput(name), tensorType('float32', [rows]))]),
  )
  const teachers = new Map<string, Value>()
  const own = compute(leaves)
  const taught = compute(teacherLeaves(leaves, teachers))
  const losses = definition.rows(options, x, {
    graph,
    model: (input, levels, weights = 'own') =>
      modelAt(model, input, levels, weights === 'own' ? own : taught),
    drawn: (name) => drawn.get(name) ?? graph.scalar(0),
    normal: (name) => normals(`${definition.kind}.${name}`, fixedShape(x.type.shape), leaves),
  })
  return { losses, drawn: [...drawn.values()], teachers }
}

/** The model at levels of noise, in the shape of its input. */
export const modelAt = (model: ModuleTree, x: Value, level: Value, leaves: Leaves): Value =>
  leaves.graph.reshape(forward(model, x, { ...leaves, level }), x.type.shape)

/** Parameters are read beside those of the model, which are asked for all the same; running statistics are left alone. */
const teacherLeaves = (leaves: ModelLeaves, teachers: Map<string, Value>): Leaves => ({
  ...leaves,
  parameter: (place, declaration, graph) => {
    const own = leaves.parameter(place, declaration, graph)
    const value = teachers.get(place.name) ?? graph.input(slotName(place.name, teacherSlot), own.type)
    teachers.set(place.name, value)
    return value
  },
  update: () => undefined,
})

/** Standard normal draws of a stream, by pairs. */
function normals(stream: string, shape: readonly number[], leaves: ModelLeaves): Value {
  const { graph } = leaves
  const count = sizeOf(shape)
  const pairs = [Math.ceil(count / 2)]
  const drawn = normalsFrom(
    leaves.uniform(`${stream}.radius`, pairs, graph),
    leaves.uniform(`${stream}.angle`, pairs, graph),
    graph,
  )
  return graph.reshape(graph.slice(drawn, [{ axis: 0, start: 0, end: count }]), shape)
}
