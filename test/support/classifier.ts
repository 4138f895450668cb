// A small classifier with momentum as a step graph: what tests of loops, populations and devices train.
import { gradients } from '../../runtime/autodiff/reverse.js'
import type { LoopModel } from '../../runtime/onnx/loop.js'
import { randomStream } from '../../runtime/support/random.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { optimizeGraph } from '../../runtime/tensor/optimize.js'
import { randomUniform } from '../../runtime/tensor/random.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, scalarOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'

/** Rows, features, hidden units, classes and batch size of the task. */
export const sizes = { rows: 256, features: 12, hidden: 16, classes: 4, batch: 32 } as const

/** Names of the trained values. */
export const trained = ['w1', 'b1', 'w2', 'b2'] as const

const shapes: Record<(typeof trained)[number], readonly number[]> = {
  w1: [sizes.features, sizes.hidden],
  b1: [sizes.hidden],
  w2: [sizes.hidden, sizes.classes],
  b2: [sizes.classes],
}

/** The step: batch by indices, dropout in the graph, cross entropy, SGD with momentum. */
export function classifierStep(): LoopModel {
  const g = builder('classifier')
  const data = g.input('data', tensorType('float32', [sizes.rows, sizes.features]))
  const labels = g.input('labels', tensorType('int64', [sizes.rows]))
  const indices = g.input('indices', tensorType('int64', [sizes.batch]))
  const rate = g.input('rate', tensorType('float32', []))
  const step = g.input('step', tensorType('uint32', []))
  const seed = g.input('seed', tensorType('uint32', []))
  const momentum = g.input('momentum', tensorType('float32', []))
  const weights = trained.map((name) => g.parameter(name, tensorType('float32', shapes[name])))
  const speeds = trained.map((name) => g.input(`${name}.speed`, tensorType('float32', shapes[name])))
  const [w1, b1, w2, b2] = weights
  if (!w1 || !b1 || !w2 || !b2) throw new Error('four weights')
  const hidden = g.relu(g.add(g.matmul(g.gather(data, indices, 0), w1), b1))
  const kept = g.cast(
    g.greaterOrEqual(randomUniform(g, { seed, stream: 1, step }, [sizes.batch, sizes.hidden]), 0.2),
    'float32',
  )
  const logits = g.add(g.matmul(g.multiply(hidden, g.multiply(kept, 1.25)), w2), b2)
  const target = g.oneHot(g.gather(labels, indices, 0), sizes.classes)
  const loss = g.negate(g.reduceMean(g.reduceSum(g.multiply(g.logSoftmax(logits, -1), target), [-1])))
  const slopes = gradients(loss, weights)
  const faster = speeds.map((speed, index) => g.add(g.multiply(speed, momentum), slopes[index] ?? speed))
  const moved = weights.map((weight, index) => g.subtract(weight, g.multiply(faster[index] ?? weight, rate)))
  const [best, ...next] = optimizeGraph([loss, ...moved, ...faster], { checked: true })
  const leaves = [...weights, ...speeds]
  return {
    name: 'classifier',
    state: leaves.map((input, index) => ({ input, next: next[index] ?? input })),
    perStep: [indices, rate, step],
    scans: [{ name: 'loss', value: best ?? loss }],
  }
}

/** Data in clusters, and initial state; `seed` keys both the weights and the dropout. */
export function classifierFeeds(seed: number): Record<string, Tensor> {
  const random = randomStream('classifier', 'data')
  const labels = Array.from({ length: sizes.rows }, () => random.integer(sizes.classes))
  const rows = labels.flatMap((label) =>
    Array.from(
      { length: sizes.features },
      (_, index) => random.normal() * 0.7 + (index % sizes.classes === label ? 1 : 0),
    ),
  )
  const start = randomStream('classifier', 'weights', seed)
  const state = trained.flatMap((name) => {
    const zeros = tensorOf('float32', shapes[name], new Float32Array(shapes[name].reduce((a, b) => a * b, 1)))
    const drawn = name.startsWith('b')
      ? zeros
      : tensorOf(
          'float32',
          shapes[name],
          numbersOf(zeros).map(() => start.normal() * 0.3),
        )
    return [[name, drawn] as const, [`${name}.speed`, zeros] as const]
  })
  return {
    data: tensorOf('float32', [sizes.rows, sizes.features], rows),
    labels: tensorOf('int64', [sizes.rows], labels),
    seed: scalarOf('uint32', seed),
    momentum: scalarOf('float32', 0.9),
    ...Object.fromEntries(state),
  }
}

/** Per-step inputs of steps `from` to `to`. */
export function classifierSchedule(from: number, to: number): Record<string, Tensor> {
  const steps = Array.from({ length: to - from }, (_, index) => from + index)
  const indices = steps.flatMap((step) => {
    const random = randomStream('classifier', 'batch', step)
    return Array.from({ length: sizes.batch }, () => random.integer(sizes.rows))
  })
  return {
    steps: scalarOf('int64', steps.length),
    indices: tensorOf('int64', [steps.length, sizes.batch], indices),
    rate: tensorOf(
      'float32',
      [steps.length],
      steps.map((step) => 0.05 / (1 + step / 100)),
    ),
    step: tensorOf('uint32', [steps.length], steps),
  }
}

/** The leaves that carry state, by name. */
export const stateNames = (model: LoopModel): readonly string[] =>
  model.state.map(({ input }) => nameOf(input))

export const nameOf = ({ node }: Value): string =>
  node.kind === 'input' || node.kind === 'parameter' ? node.name : ''
