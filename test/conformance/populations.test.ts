// A member of a population takes the same steps, bit for bit, whatever the width, its slot and its company: for every layer.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { initialValues } from '../../runtime/model/initialize.js'
import * as layers from '../../runtime/model/layers/index.js'
import * as losses from '../../runtime/model/losses/index.js'
import { inputLeaves } from '../../runtime/model/model-leaves.js'
import * as optimizers from '../../runtime/model/optimizers/index.js'
import { batchLoss } from '../../runtime/model/batch-loss.js'
import { trainingStep, type TrainingStep } from '../../runtime/model/training-step.js'
import type { Recipe } from '../../runtime/model/training-recipe.js'
import { stepsInput } from '../../runtime/onnx/loop.js'
import { openSession } from '../../runtime/onnx/session.js'
import { randomStream } from '../../runtime/support/random.js'
import { sizeOf } from '../../runtime/support/shape.js'
import { builder } from '../../runtime/tensor/builder.js'
import { tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { countOf, fixedShape } from '../../runtime/tensor/tensor-type.js'
import { encodeTraining } from '../../runtime/trial/training-session.js'
import { sequenceOf } from '../support/training.js'
import { layerCases } from './cases/layers.js'

const rows = 6
const batch = 3
const steps = 2

/** The layer, then scores: trained by Adam. Layers that ask for a level of noise get it from a loss that adds noise. */
function recipeOf({ name, options = {}, input }: (typeof layerCases)[number]): Recipe {
  const alone = sequenceOf(input, [[name, options]])
  const addsNoise = 'readsLevel' in layers[name]
  const units = addsNoise ? sizeOf(input.shape) : 2
  const uses =
    alone.output.shape.length > 1
      ? ([['flatten'], ['affine', { units }]] as const)
      : ([['affine', { units }]] as const)
  return {
    model: sequenceOf(input, [[name, options], ...uses]),
    loss: { definition: addsNoise ? losses.consistency : losses.crossEntropy, options: {} },
    optimizer: { definition: optimizers.adam, options: {} },
    batch,
  }
}

/** First state of a member, by the name of a slot. */
function startOf(recipe: Recipe): (seed: number, name: string, shape: readonly number[]) => Float32Array {
  const graph = builder()
  const leaves = inputLeaves(true, graph)
  batchLoss(recipe, leaves)
  return (seed, name, shape) => {
    const parameter = leaves.parameters.get(name)
    if (parameter !== undefined) return initialValues(seed, name, parameter.declaration)
    const start = leaves.statistics.get(name)?.start ?? 0
    return typeof start === 'function' ? start(seed) : new Float32Array(sizeOf(shape)).fill(start)
  }
}

/** States of all members after some steps, by name of the slot. */
async function train(recipe: Recipe, step: TrainingStep, members: readonly number[]) {
  const width = members.length
  const session = await openSession(encodeTraining(step, width, { device: 'cpu' }))
  const results = await session.run(feedsOf(recipe, step, members, session.inputs))
  await session.release()
  return (slot: number): readonly Uint8Array[] =>
    step.state.flatMap(({ name, shape }) => {
      const data = results[`${name}.next`]?.data
      if (!(data instanceof Float32Array)) return []
      const size = sizeOf(shape)
      return [new Uint8Array(data.slice(slot * size, (slot + 1) * size).buffer)]
    })
}

/** A number to feed for a scale, a rate or a draw of a member. */
const numberOf = (name: string, seed: number): number =>
  name.startsWith('scale.') ? 0.1 + (seed % 7) / 20 : 0.01 * (1 + (seed % 5))

function feedsOf(recipe: Recipe, step: TrainingStep, members: readonly number[], wanted: readonly string[]) {
  const width = members.length
  const { input } = recipe.model
  const data = randomStream('populations')
  const start = startOf(recipe)
  const entries = Float32Array.from({ length: rows * sizeOf(input.shape) }, () =>
    input.type === 'code' ? data.integer(input.vocabulary ?? 2) : data.normal(),
  )
  const order = (seed: number, at: number) => randomStream('order', seed, at)
  const feeds: Record<string, Tensor> = {
    [stepsInput]: tensorOf('int64', [], [steps]),
    data: tensorFrom('float32', [rows, ...input.shape], entries),
    targets: tensorOf(
      'int64',
      [rows],
      Array.from({ length: rows }, (_, row) => row % 2),
    ),
    step: tensorOf('uint32', [steps], [4, 5]),
    seed: tensorOf('uint32', [width], members),
    batch: tensorFrom(
      'int32',
      [steps, width, batch],
      Int32Array.from(
        [0, 1].flatMap((at) =>
          members.flatMap((seed) =>
            Array.from({ length: batch }, (_, place) => order(seed, at * batch + place).integer(rows)),
          ),
        ),
      ),
    ),
  }
  for (const { name, shape } of step.state) {
    const all = new Float32Array(width * sizeOf(shape))
    members.forEach((seed, slot) => all.set(start(seed, name, shape), slot * sizeOf(shape)))
    feeds[name] = tensorFrom('float32', [width, ...shape], all)
  }
  for (const leaf of [...step.fixed, ...step.perStep]) {
    const name = 'name' in leaf.node ? leaf.node.name : ''
    if (name in feeds) continue
    const size = Array.from({ length: countOf(leaf.type.shape) })
    const each = members.flatMap((seed) => size.map(() => numberOf(name, seed)))
    const shape = [width, ...fixedShape(leaf.type.shape)]
    feeds[name] = step.perStep.includes(leaf)
      ? tensorOf('float32', [steps, ...shape], [...each, ...each])
      : tensorOf('float32', shape, each)
  }
  return Object.fromEntries(
    wanted
      .map((name) => [name, feeds[name]] as const)
      .filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
  )
}

describe.each(layerCases)('a population of $name on $shape', (one) => {
  test('has the same members at every width and in every slot', async () => {
    const recipe = recipeOf(one)
    const step = trainingStep(recipe, builder())
    const pair = await train(recipe, step, [11, 12])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(2, 3, 8, 32),
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 32, maxLength: 32 }),
        async (width, place, others) => {
          const members = others.slice(0, width)
          members[place % width] = 11
          const wide = await train(recipe, step, members)
          expect(wide(place % width)).toEqual(pair(0))
        },
      ),
      { numRuns: 2, seed: 1, endOnFailure: true },
    )
  })
})
