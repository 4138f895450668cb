// Graph passes: less work, the same bits, with ONNX Runtime's own optimizations off.
import { describe, expect, test } from '@jest/globals'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { checkGraph } from '../../../runtime/tensor/check.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { nodesOf } from '../../../runtime/tensor/graph.js'
import { optimizeGraph } from '../../../runtime/tensor/optimize.js'
import * as passes from '../../../runtime/tensor/passes/index.js'
import { printGraph } from '../../../runtime/tensor/print.js'
import { bytesOf, scalarOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import type { Tensor } from '../../../runtime/tensor/tensor.js'
import { fixedShape, tensorType } from '../../../runtime/tensor/tensor-type.js'
import { classifierFeeds, classifierStep, sizes } from '../../support/classifier.js'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { evaluate } from '../../support/tensors.js'

const g = builder()
const x = g.input('x', tensorType('float32', [2, 3]))
const operations = (outputs: readonly Value[]): number =>
  nodesOf(outputs).filter((node) => node.kind === 'operation').length

/** A loss with duplicates, literals, walls and idle steps, and its gradient. */
function wasteful(): readonly Value[] {
  const w = g.input('w', tensorType('float32', [3, 2]))
  const half = g.divide(g.scalar(1), g.add(g.scalar(1), g.scalar(1)))
  const product = g.multiply(g.matmul(x, w), half)
  const again = g.multiply(g.matmul(x, w), g.divide(g.scalar(1), 2))
  const turned = g.transpose(g.transpose(g.reshape(g.reshape(g.add(product, again), [4]), [2, 2])))
  const loss = g.reduceMean(g.multiply(g.tanh(turned), g.stopGradient(g.multiply(g.exp(turned), 1))))
  return [loss, ...gradients(loss, [w, x])]
}

const feeds: Readonly<Record<string, Tensor>> = {
  x: tensorOf('float32', [2, 3], [0.3, -1.2, 0.7, 2.1, -0.4, 0.9]),
  w: tensorOf('float32', [3, 2], [0.5, -0.3, 1.1, 0.2, -0.8, 0.6]),
}

const bytes = (tensors: readonly Tensor[]): readonly string[] =>
  tensors.map((tensor) => Buffer.from(bytesOf(tensor)).toString('hex'))

describe.each(Object.entries(passes))('the pass %s', (_name, pass) => {
  test('keeps every bit, and a legal graph', async () => {
    const before = wasteful()
    const after = pass(before)
    checkGraph(after)
    expect(operations(after)).toBeLessThanOrEqual(operations(before))
    expect(bytes(await evaluate(after, feeds))).toEqual(bytes(await evaluate(before, feeds)))
  })

  test('changes nothing the second time', () => {
    const once = pass(wasteful())
    expect(printGraph(pass(once))).toBe(printGraph(once))
  })
})

describe('all passes together', () => {
  test('leave a third of a wasteful graph out and keep every bit', async () => {
    const before = wasteful()
    const after = optimizeGraph(before, { checked: true })
    expect(operations(after)).toBeLessThan(operations(before) * 0.67)
    expect(bytes(await evaluate(after, feeds))).toEqual(bytes(await evaluate(before, feeds)))
  })

  test('keep the bits of a training step', async () => {
    const model = classifierStep()
    const outputs = model.state.map(({ next }) => next)
    const random = randomStream('optimize')
    const step = {
      ...classifierFeeds(2),
      indices: tensorOf(
        'int64',
        [sizes.batch],
        Array.from({ length: sizes.batch }, () => random.integer(sizes.rows)),
      ),
      rate: scalarOf('float32', 0.1),
      step: scalarOf('uint32', 3),
    }
    const needed = nodesOf(outputs).flatMap((node) => ('name' in node ? [node.name] : []))
    const fed = Object.fromEntries(Object.entries(step).filter(([name]) => needed.includes(name)))
    expect(bytes(await evaluate(optimizeGraph(outputs, { checked: true }), fed))).toEqual(
      bytes(await evaluate(outputs, fed)),
    )
  })

  test('merge equal computations once, fold what is known, drop what is idle', () => {
    const merged = passes.mergeDuplicates([g.add(g.exp(x), g.exp(x))])
    expect(operations(merged)).toBe(2)
    const folded = passes.foldConstants([g.multiply(x, g.sqrt(g.add(g.scalar(7), 2)))])
    expect(printGraph(folded)).toContain('constant(3)')
    expect(passes.dropIdle([g.stopGradient(g.straightThrough(x, g.exp(x)))])[0]?.node).toBe(x.node)
    expect(optimizeGraph([g.multiply(g.stopGradient(x), 1)])[0]?.node).toBe(x.node)
  })

  test('tell infinities and zeros of either sign apart', () => {
    const padded = [Infinity, -Infinity, -Infinity, 0, -0, 0].map((value) => g.pad(x, [0, 0], [0, 1], value))
    expect(operations(passes.mergeDuplicates(padded))).toBe(4)
  })

  test('do not fold what the runtime might round differently, nor make literals large', () => {
    expect(operations(passes.foldConstants([g.exp(g.scalar(1))]))).toBe(1)
    expect(operations(passes.foldConstants([g.expand(g.scalar(1), [100, 100])]))).toBe(1)
    expect(operations(passes.foldConstants([g.expand(g.scalar(1), [4, 4])]))).toBe(0)
  })

  test('leave an expand in place where the operator would not stretch by itself', () => {
    const wide = g.expand(g.reduceSum(x, [1], true), [2, 3])
    expect(operations(passes.dropIdle([g.exp(wide)]))).toBe(3)
    expect(operations(passes.dropIdle([g.add(wide, x)]))).toBe(2)
    expect(operations(passes.dropIdle([g.add(wide, wide)]))).toBe(3)
    const flag = g.input('flag', tensorType('bool', [2, 1]))
    expect(operations(passes.dropIdle([g.where(g.expand(flag, [2, 3]), x, 0)]))).toBe(2)
    expect(operations(passes.dropIdle([g.where(g.greater(x, 0), wide, x)]))).toBe(3)
    expect(operations(passes.dropIdle([g.power(x, g.expand(g.scalar(3), [2, 3]))]))).toBe(2)
    expect(fixedShape(passes.dropIdle([g.add(wide, wide)])[0]?.type.shape ?? [])).toEqual([2, 3])
  })
})
