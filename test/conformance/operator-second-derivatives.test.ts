// Derivatives of derivatives: the gradient of every operator's gradient, against central differences of the first.
import { describe, expect, test } from '@jest/globals'
import { GraphError, RunError } from '../../schemas/diagnostic.js'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import { holds } from '../support/operator-flow.js'
import { evaluate, evaluatorOf } from '../support/tensors.js'
import type { OperatorCase } from './cases/case.js'
import { secondDerivativeCases, singleOnly } from './operator-cases.js'
import type { Feeds } from './operator-feeds.js'
import { contents, dot, double, expectSlope, feedsOf, leavesOf, single } from './operator-feeds.js'

const g = builder('conformance')

/** A case with what its first and second derivatives are made of: upstream gradient u, and a vector v for each real. */
function unfold(one: OperatorCase, element: 'float32' | 'float64') {
  const leaves = leavesOf(one, element)
  const value = one.build(...leaves)
  const reals = leaves.filter((leaf) => isFloating(leaf.type.element))
  const upstream = g.input('u', value.type)
  const slopes = gradients(g.reduceSum(g.multiply(value, upstream)), reals)
  const vectors = reals.map((leaf, index) => g.input(`v${index}`, leaf.type))
  const products = slopes.map((slope, index) => g.reduceSum(g.multiply(slope, vectors[index] ?? slope)))
  const sum = products.reduce((left, right) => g.add(left, right))
  return { reals, upstream, slopes, vectors, sum }
}

const drawn = (leaf: Value, ...path: readonly (string | number)[]): Tensor =>
  contents({ shape: leaf.type.shape.map(Number), element: leaf.type.element }, ...path)

const nameOf = ({ node }: Value): string => ('name' in node ? node.name : '')

describe('the gradient of the gradient of', () => {
  test.each(secondDerivativeCases())(
    '$name is what central differences of the gradient give',
    async ({ name, kind, one }) => {
      const precision = singleOnly.has(kind) ? single : double
      const { reals, upstream, slopes, vectors, sum } = unfold(one, precision.element)
      const moved = [...reals, upstream]
      const given = vectors.map((leaf, index): [string, Tensor] => [
        nameOf(leaf),
        drawn(leaf, name, 'v', index),
      ])
      const feeds = {
        ...feedsOf(one, precision.element, name),
        u: drawn(upstream, name, 'u'),
      }
      const found = await evaluate(gradients(sum, moved), { ...feeds, ...Object.fromEntries(given) })
      const first = await evaluatorOf(slopes)
      const measure = async (at: Feeds): Promise<number> => {
        const results = await first.run(at)
        return results.reduce((total, slope, index) => {
          const vector = given[index]?.[1]
          return total + (vector === undefined ? NaN : dot(numbersOf(slope), numbersOf(vector)))
        }, 0)
      }
      const second = Object.fromEntries(
        found.map((tensor, index): [string, Tensor] => [nameOf(moved[index] ?? upstream), tensor]),
      )
      for (const direction of [0, 1]) {
        await expectSlope({ name, feeds, measure, slopes: second, precision }, direction)
      }
      await first.release()
    },
  )

  test.each([...singleOnly])('%s is tried in single precision because double cannot be had', async (kind) => {
    const own = secondDerivativeCases().filter((named) => named.kind === kind)
    const had = await Promise.all(own.map(({ one }) => hasDouble(one, kind)))
    expect(had).toContain(false)
  })
})

/** Whether a case computes its second derivatives in float64 and still holds the operator. */
async function hasDouble(one: OperatorCase, kind: string): Promise<boolean> {
  try {
    const { reals, upstream, slopes, sum } = unfold(one, 'float64')
    const evaluator = await evaluatorOf([...slopes, ...gradients(sum, [...reals, upstream])])
    await evaluator.release()
    return holds(one.build(...leavesOf(one, 'float64')), kind)
  } catch (error) {
    if (error instanceof RunError || error instanceof GraphError) return false
    throw error
  }
}
