// A loss that runs the model itself: gives it the model at levels of noise, by its own weights or its teacher's, noise, and the host's draws.
import { tensorType, fixedShape } from '../tensor/tensor-type.js'
import type { Value } from '../tensor/graph.js'
import { normalsFrom } from '../tensor/random.js'
import { sizeOf } from '../support/shape.js'
import { forward, type Leaves } from './forward.js'
import type { GenerativeLoss } from './losses/generative.js'
import type { ModelLeaves } from './model-leaves.js'
import type { Options } from './options.js'
import { reparametrized } from './reparametrize.js'
import { slotName, teacherSlot } from './slots.js'
import { drawInput } from './step-numbers.js'
import type { Recipe } from './training-recipe.js'

/** A recipe whose loss needs no targets. */
export interface GenerativeRecipe extends Pick<Recipe, 'model' | 'reparametrizations'> {
  readonly loss: { readonly definition: GenerativeLoss; readonly options: Options }
}

/** What a teacher leaves behind. */
export interface Taught {
  /** The teacher's values by the name of the parameter that they follow. */
  readonly teachers: ReadonlyMap<string, Value>
}

/** Loss of each row [N] of x [N, …], and the inputs that the host fills with draws. */
export function generativeLoss(
  recipe: GenerativeRecipe,
  x: Value,
  leaves: ModelLeaves,
): Taught & { readonly losses: Value; readonly drawn: readonly Value[] } {
  const { graph } = leaves
  const { definition, options } = recipe.loss
  const [rows = 1] = x.type.shape
  const drawn = new Map(
    definition.drawn.map((name) => [name, graph.input(drawInput(name), tensorType('float32', [rows]))]),
  )
  const teachers = new Map<string, Value>()
  const taught = teacherLeaves(leaves, teachers)
  const losses = definition.rows(options, x, {
    graph,
    model: (input, levels, weights = 'own') =>
      modelAt(recipe, input, levels, weights === 'own' ? leaves : taught),
    drawn: (name) => drawn.get(name) ?? graph.scalar(0),
    normal: (name) => normals(`${definition.kind}.${name}`, fixedShape(x.type.shape), leaves),
  })
  return { losses, drawn: [...drawn.values()], teachers }
}

/** The model at levels of noise, in the shape of its input. */
export function modelAt(
  { model, reparametrizations = [] }: Pick<Recipe, 'model' | 'reparametrizations'>,
  x: Value,
  level: Value,
  leaves: Leaves,
): Value {
  const answer = forward(model, x, reparametrized({ ...leaves, level }, reparametrizations))
  return leaves.graph.reshape(answer, x.type.shape)
}

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
