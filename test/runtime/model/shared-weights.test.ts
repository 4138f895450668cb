// One set of weights in two places, as the language says it (`shared`): its gradient is the sum of what both places ask for, and members
// of a population keep their bits.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { forward } from '../../../runtime/model/forward.js'
import { initialValues } from '../../../runtime/model/initialize.js'
import { inputLeaves } from '../../../runtime/model/model-leaves.js'
import { encodeGraph } from '../../../runtime/onnx/encode.js'
import { runOnce } from '../../../runtime/onnx/session.js'
import type { LayerUse, ModuleTree } from '../../../runtime/space/module-tree.js'
import { specify } from '../../../runtime/space/specify.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { tensorFrom, type Tensor } from '../../../runtime/tensor/tensor.js'
import { openSupervised } from '../../../runtime/trial/supervised.js'
import { createTestCompiler } from '../../support/compile-specification.js'
import { directionalSlopes, drawn } from '../../support/numeric-gradient.js'
import { classification, clouds, context, requestFor, rowsFrom, specifiedAs } from '../../support/training.js'

const specification = `espalier: 1
name: tied
seed: 1
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.6, evaluate: 0.4, by: stratified } }
space:
  sequence:
    - shared: { as: block, body: [{ affine: { units: 4 } }, tanh] }
    - softsign
    - shared: block
    - affine: { units: 3 }
train: { loss: cross_entropy, optimizer: { adam: { learning_rate: 0.01 } }, epochs: 1 }
objective: { maximize: accuracy }
budget: { trials: 1 }
protocol: { two_phase: { replicates: 2 } }
`

/** What a configuration of the specification is: 20 + 15 numbers, the block's counted once. */
async function tied() {
  const { analysed } = await createTestCompiler().compileText(specification)
  const space = analysed?.context.spaces[0]?.space
  if (space === undefined) throw new Error('the specification has errors')
  const { model, parameters } = specify(space, () => 0)
  if (model === undefined) throw new Error('the specification has no model')
  return { model, parameters }
}

/** The same with weights of its own in the second place. */
function untied(tree: ModuleTree): ModuleTree {
  if (tree.kind !== 'sequence') throw new Error('a sequence was expected')
  let uses = 0
  return {
    ...tree,
    children: tree.children.map((child) => {
      if (child.kind !== 'layer' || !isBlock(child)) return child
      uses += 1
      return uses === 1 ? child : { ...child, parameters: 'own' }
    }),
  }
}

const isBlock = ({ layer, output }: LayerUse): boolean =>
  layer.definition.kind === 'affine' && output.shape[0] === 4

/** Scopes of the parameters of both places. */
const scopesOf = (tree: ModuleTree): readonly string[] =>
  tree.kind === 'sequence'
    ? tree.children.flatMap((child) => (child.kind === 'layer' && isBlock(child) ? [child.parameters] : []))
    : []

/** A model with a loss that weighs its outputs unevenly, and all that it is fed. */
function built(model: ModuleTree) {
  const [block = ''] = scopesOf(model)
  const graph = builder()
  const leaves = inputLeaves(true, graph)
  const x = graph.input('x', tensorType('float32', [5, 4]))
  const output = forward(model, x, leaves)
  const at = new Map(
    [...leaves.parameters.values()].map(({ name, declaration }) => [
      name,
      // A second place has the values of the first: they are drawn by name.
      tensorFrom(
        'float32',
        declaration.shape,
        initialValues(1, name.replace('own.', `${block}.`), declaration),
      ),
    ]),
  )
  const loss = graph.reduceSum(graph.multiply(output, graph.constant(drawn(randomStream('loss'), [5, 3]))))
  const examples = drawn(randomStream('examples'), [5, 4])
  return { leaves: [...leaves.parameters.values()], x, output, loss, at, examples }
}

async function slopesOf(model: ModuleTree): Promise<ReadonlyMap<string, Tensor>> {
  const { leaves, loss, at, examples } = built(model)
  const slopes = gradients(
    loss,
    leaves.map(({ value }) => value),
  )
  const outputs = slopes.map((value, index) => ({ name: `slope ${leaves[index]?.name ?? ''}`, value }))
  const feeds = Object.fromEntries([['x', examples] as const, ...at])
  const found = await runOnce(encodeGraph({ name: 'slopes', outputs }), feeds)
  return new Map(Object.entries(found).map(([name, tensor]) => [name.replace('slope ', ''), tensor]))
}

const numbers = (tensor: Tensor | undefined): readonly number[] => Array.from(tensor?.data ?? [], Number)

describe('weights in two places', () => {
  test('are one set of parameters, counted once', async () => {
    const { model, parameters } = await tied()
    const scopes = scopesOf(model)
    expect(scopes).toHaveLength(2)
    expect(new Set(scopes).size).toBe(1)
    expect(parameters).toBe(35)
  })

  test('have as gradient the sum of the gradients of both places', async () => {
    const { model } = await tied()
    const [block = ''] = scopesOf(model)
    const [together, apart] = [await slopesOf(model), await slopesOf(untied(model))]
    for (const own of ['weights', 'bias']) {
      const first = numbers(apart.get(`${block}.${own}`))
      const second = numbers(apart.get(`own.${own}`))
      const both = numbers(together.get(`${block}.${own}`))
      expect(first.some((entry) => Math.abs(entry) > 1e-3)).toBe(true)
      expect(second.some((entry) => Math.abs(entry) > 1e-3)).toBe(true)
      expect(both).toHaveLength(first.length)
      both.forEach((entry, place) => expect(entry).toBeCloseTo((first[place] ?? 0) + (second[place] ?? 0), 5))
    }
  })

  test('have the gradient that central differences have', async () => {
    const { model } = await tied()
    const { leaves, output, at, examples } = built(model)
    const wanted = leaves.map(({ name, value, declaration }) => ({
      leaf: value,
      at: at.get(name) ?? tensorFrom('float32', declaration.shape, new Float32Array()),
    }))
    const { graph, differences } = await directionalSlopes(output, wanted, { x: examples }, 0.002)
    expect(Math.abs(graph - differences) / Math.max(1, Math.abs(differences))).toBeLessThan(0.03)
  })

  test('are trained to the same bits in every company', async () => {
    const { model } = await tied()
    const training = classification('adam', { learning_rate: 0.01 }, { batch_size: 16, epochs: 2 })
    const rows = { train: rowsFrom(0, 100), select: rowsFrom(100, 150) }
    const train = async (seeds: readonly number[]) => {
      const procedure = openSupervised(() => Promise.resolve(clouds(150)), {
        ...context,
        metrics: ['log_loss'],
      })
      const outcomes = await procedure.train(
        seeds.map((seed) => requestFor(specifiedAs(model, training), { training: String(seed), seed, rows })),
      )
      await procedure.close()
      return outcomes
    }
    const [alone, two, five] = [await train([1]), await train([2, 1]), await train([3, 4, 5, 2, 1])]
    expect(alone[0]?.measured['form']).toBe('population')
    expect(alone[0]?.end).toBe('completed')
    expect(two[1]?.measurements).toEqual(alone[0]?.measurements)
    expect(five[4]?.measurements).toEqual(alone[0]?.measurements)
  })
})
