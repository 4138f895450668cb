// Computed parameters as plain ones: what reparametrizations make of a finished state, for model files that hold weights alone.
import { forward } from '../model/forward.js'
import { collectingLeaves } from '../model/model-leaves.js'
import { reparametrized } from '../model/reparametrize.js'
import type { Recipe } from '../model/training-recipe.js'
import { asSignal } from '../model/batch-loss.js'
import { encodeGraph } from '../onnx/encode.js'
import { openSession } from '../onnx/session.js'
import { invariant } from '../support/invariant.js'
import { builder } from '../tensor/builder.js'
import type { Value } from '../tensor/graph.js'
import { scalarOf, tensorFrom, type Tensor } from '../tensor/tensor.js'
import { tensorType } from '../tensor/tensor-type.js'
import type { SavedTensor } from './checkpoint.js'

/** The state with every computed parameter under the name that its layer asks for. */
export async function foldWeights(
  recipe: Pick<Recipe, 'model' | 'reparametrizations'>,
  state: readonly SavedTensor[],
): Promise<readonly SavedTensor[]> {
  const { model, reparametrizations = [] } = recipe
  if (reparametrizations.length === 0) return state
  const graph = builder()
  const leaves = collectingLeaves(graph)
  const computed = new Map<string, Value>()
  const batch = graph.input('rows', tensorType('float32', [1, ...model.input.shape]))
  const computing = reparametrized(leaves, reparametrizations, model, computed)
  forward(model, asSignal(batch, model.input, graph), computing)
  const outputs = [...computed].map(([name, value]) => ({ name: `computed ${name}`, value }))
  const session = await openSession(encodeGraph({ name: 'weights', outputs, device: 'cpu' }), {
    device: 'cpu',
  })
  const feeds: Record<string, Tensor> = {}
  for (const { name, shape, values } of state) feeds[name] = tensorFrom('float32', shape, values)
  for (const { name, number } of leaves.scales.values()) feeds[name] = scalarOf('float32', number)
  const given = Object.fromEntries(
    session.inputs.flatMap((name) => (feeds[name] === undefined ? [] : [[name, feeds[name]] as const])),
  )
  const results = await session.run(given)
  await session.release()
  const folded = [...computed].map(([name, { type }]): SavedTensor => {
    const data = results[`computed ${name}`]?.data
    invariant(data instanceof Float32Array, `the weights '${name}' are no reals`)
    return { name, shape: type.shape.map(Number), values: data }
  })
  return [...state.filter(({ name }) => !computed.has(name)), ...folded]
}
