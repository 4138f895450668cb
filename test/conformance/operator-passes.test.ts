// Every operator, with its gradients and in a population, through all passes: a legal graph that is no larger, with the same bits.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { batchGraph, spreadLanes } from '../../runtime/tensor/batch.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import { optimizeGraph } from '../../runtime/tensor/optimize.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import { evaluatedBits } from '../support/bits.js'
import type { OperatorCase } from './cases/case.js'
import { namedCases } from './operator-cases.js'
import { feedsOf, inputName, leavesOf } from './operator-feeds.js'

const g = builder('conformance')

describe('the passes keep the bits of', () => {
  test.each(namedCases())('$name', async ({ name, one }) => {
    const outputs = resultsOf(one)
    const feeds = feedsOf(one, 'float32', name)
    await expectSameBits(outputs, feeds)
    const all = new Set(one.inputs.map((_, index) => inputName(index)))
    const population = spreadLanes(batchGraph(outputs, all, 2).outputs, 2)
    await expectSameBits(
      population,
      Object.fromEntries(Object.entries(feeds).map(([key, own]) => [key, twice(own)])),
    )
  })
})

/** The result, and the gradient of its sum for every real input, where the operator has one. */
function resultsOf(one: OperatorCase): readonly Value[] {
  const leaves = leavesOf(one)
  const value = one.build(...leaves)
  const isSmooth = nodesOf([value]).every(
    (node) => node.kind !== 'operation' || node.rules.gradient !== undefined,
  )
  if (!isSmooth || !isFloating(value.type.element)) return [value]
  const reals = leaves.filter((leaf) => isFloating(leaf.type.element))
  return [value, ...gradients(g.reduceSum(g.multiply(value, value)), reals)]
}

async function expectSameBits(
  before: readonly Value[],
  feeds: Readonly<Record<string, Tensor>>,
): Promise<void> {
  const after = optimizeGraph(before, { checked: true })
  expect(nodesOf(after).length).toBeLessThanOrEqual(nodesOf(before).length)
  expect(await evaluatedBits(after, feeds)).toEqual(await evaluatedBits(before, feeds))
}

const twice = (tensor: Tensor): Tensor =>
  tensorOf(tensor.element, [2, ...tensor.shape], [...numbersOf(tensor), ...numbersOf(tensor)])
