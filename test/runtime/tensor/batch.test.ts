// The population form of whole training steps: equal bits at every width and in every slot.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import type { LoopModel } from '../../../runtime/onnx/loop.js'
import { encodeLoop, nextName } from '../../../runtime/onnx/loop.js'
import { openSession } from '../../../runtime/onnx/session.js'
import { randomStream } from '../../../runtime/support/random.js'
import { batchGraph, spreadLanes } from '../../../runtime/tensor/batch.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { checkGraph } from '../../../runtime/tensor/check.js'
import { optimizeGraph } from '../../../runtime/tensor/optimize.js'
import type { Tensor } from '../../../runtime/tensor/tensor.js'
import { bytesOf, numbersOf, scalarOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { fixedShape, tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'
import {
  classifierFeeds,
  classifierSchedule,
  classifierStep,
  nameOf,
  stateNames,
} from '../../support/classifier.js'

/** The same step for a whole population; state and the named inputs get a population axis. */
function populationOf(model: LoopModel, width: number, more: readonly string[]): LoopModel {
  const outputs = [...model.state.map(({ next }) => next), ...model.scans.map(({ value }) => value)]
  const graph = batchGraph(outputs, new Set([...stateNames(model), ...more]), width)
  const values = optimizeGraph(spreadLanes(graph.outputs, width), { checked: true })
  checkGraph(values)
  const input = (name: string) => {
    const value = graph.inputs.get(name)
    if (value === undefined) throw new Error(`no input ${name}`)
    return value
  }
  const count = model.state.length
  return {
    ...model,
    state: stateNames(model).map((name, index) => ({
      input: input(name),
      next: values[index] ?? input(name),
    })),
    perStep: model.perStep.map((leaf) => input(nameOf(leaf))),
    scans: model.scans.map((scan, index) => ({ ...scan, value: values[count + index] ?? scan.value })),
  }
}

/** One tensor of members one after the other. */
function stacked(members: readonly Tensor[], axis = 0): Tensor {
  const [first] = members
  if (first === undefined) throw new Error('no member')
  const inner = first.shape.slice(axis).reduce((product, length) => product * length, 1)
  const rows = first.shape.slice(0, axis).reduce((product, length) => product * length, 1)
  const numbers = Array.from({ length: rows }, (_, row) =>
    members.flatMap((member) => numbersOf(member).slice(row * inner, (row + 1) * inner)),
  ).flat()
  const shape = [...first.shape.slice(0, axis), members.length, ...first.shape.slice(axis)]
  return tensorOf(first.element, shape, numbers)
}

/** Bytes of one slot of a stacked tensor. */
function slot(tensor: Tensor, index: number, width: number): string {
  const bytes = bytesOf(tensor)
  const size = bytes.length / width
  return Buffer.from(bytes.slice(index * size, (index + 1) * size)).toString('base64')
}

async function trainPopulation(model: LoopModel, seeds: readonly number[], steps: number) {
  const width = seeds.length
  const perMember = [...stateNames(model), 'seed', 'momentum']
  const members = seeds.map((seed) => ({
    ...classifierFeeds(seed),
    momentum: scalarOf('float32', seed % 2 === 0 ? 0.9 : 0.8),
  }))
  const [first] = members
  if (first === undefined) throw new Error('no member')
  const feeds = Object.fromEntries(
    Object.entries<Tensor>(first).map(([name, tensor]) => [
      name,
      perMember.includes(name)
        ? stacked(members.map((member) => (member as Record<string, Tensor>)[name] ?? tensor))
        : tensor,
    ]),
  )
  const session = await openSession(encodeLoop(populationOf(model, width, ['seed', 'momentum'])))
  const results = await session.run({ ...feeds, ...classifierSchedule(0, steps) })
  await session.release()
  return results
}

describe('a population', () => {
  test('trains every member to the same bits at widths 2, 3, 8 and 32, in any slot', async () => {
    const model = classifierStep()
    const seeds = Array.from({ length: 32 }, (_, index) => index + 1)
    const wide = await trainPopulation(model, seeds, 40)
    for (const [width, from] of [
      [2, 0],
      [2, 9],
      [3, 4],
      [8, 16],
    ] as const) {
      const narrow = await trainPopulation(model, seeds.slice(from, from + width), 40)
      for (const name of stateNames(model).map(nextName)) {
        const [all, some] = [wide[name], narrow[name]]
        if (all === undefined || some === undefined) throw new Error(name)
        for (let index = 0; index < width; index += 1) {
          expect(slot(some, index, width)).toBe(slot(all, from + index, 32))
        }
      }
    }
  })

  test('agrees with members trained alone up to rounding', async () => {
    const model = classifierStep()
    const results = await trainPopulation(model, [3, 4], 20)
    const session = await openSession(encodeLoop(model))
    for (const [index, seed] of [3, 4].entries()) {
      const momentum = scalarOf('float32', seed % 2 === 0 ? 0.9 : 0.8)
      const alone = await session.run({ ...classifierFeeds(seed), momentum, ...classifierSchedule(0, 20) })
      for (const name of stateNames(model).map(nextName)) {
        const wanted = alone[name] === undefined ? [] : numbersOf(alone[name])
        const found = results[name] === undefined ? [] : numbersOf(results[name])
        wanted.forEach((x, place) => {
          expect(Math.abs((found[index * wanted.length + place] ?? 0) - x)).toBeLessThan(
            1e-4 * (1 + Math.abs(x)),
          )
        })
      }
    }
    await session.release()
  })

  test('keeps the bits of convolutions, pools and their gradients at every width', async () => {
    const g = builder('net')
    const x = g.input('x', tensorType('float32', [4, 3, 8, 8]))
    const w = g.parameter('w', tensorType('float32', [6, 3, 3, 3]))
    const v = g.parameter('v', tensorType('float32', [4, 6, 3, 3]))
    const padded = { pads: [1, 1, 1, 1] }
    const first = g.maxPool(g.relu(g.conv(x, w, padded)), { kernel: [2, 2] })
    const loss = g.reduceSum(
      g.tanh(g.globalAveragePool(g.averagePool(g.conv(first, v, padded), { kernel: [2, 2] }))),
    )
    const outputs = [loss, ...gradients(loss, [w, v])]
    const numbers = (shape: readonly number[], ...key: readonly (string | number)[]): Tensor => {
      const random = randomStream('net', ...key)
      const count = shape.reduce((product, length) => product * length, 1)
      return tensorOf(
        'float32',
        shape,
        Array.from({ length: count }, () => random.normal()),
      )
    }
    const member = (index: number) => ({
      w: numbers([6, 3, 3, 3], 'w', index),
      v: numbers([4, 6, 3, 3], 'v', index),
    })
    const run = async (indices: readonly number[]) => {
      const graph = batchGraph(outputs, new Set(['w', 'v']), indices.length)
      const values = optimizeGraph(spreadLanes(graph.outputs, indices.length), { checked: true })
      const members = indices.map(member)
      const feeds = {
        x: numbers([4, 3, 8, 8], 'x'),
        w: stacked(members.map((one) => one.w)),
        v: stacked(members.map((one) => one.v)),
      }

      return evaluate(values, feeds, { optimization: 'all' })
    }
    const wide = await run(Array.from({ length: 32 }, (_, index) => index))
    for (const indices of [
      [0, 1],
      [5, 6, 7],
      [10, 11, 12, 13, 14, 15, 16, 17],
    ]) {
      const narrow = await run(indices)
      narrow.forEach((tensor, place) => {
        indices.forEach((member, index) => {
          const whole = wide[place]
          if (whole === undefined) throw new Error('no result')
          expect(slot(tensor, index, indices.length)).toBe(slot(whole, member, 32))
        })
      })
    }
    const alone = await evaluate(outputs, { x: numbers([4, 3, 8, 8], 'x'), ...member(5) })
    alone.forEach((tensor, place) => {
      const wanted = numbersOf(tensor)
      const found = wide[place] === undefined ? [] : numbersOf(wide[place])
      wanted.forEach((y, index) => {
        expect(Math.abs((found[5 * wanted.length + index] ?? 0) - y)).toBeLessThan(1e-4 * (1 + Math.abs(y)))
      })
    })
  })

  test('leaves what depends on no batched input alone, and says so', () => {
    const g = builder()
    const [a, b] = [g.input('a', tensorType('float32', [2])), g.input('b', tensorType('float32', [2]))]
    const shared = g.exp(a)
    const { outputs, inputs } = batchGraph([shared, g.add(shared, b)], new Set(['b']), 5)
    expect(outputs.map(({ batched }) => batched)).toEqual([false, true])
    expect(outputs[0]?.value.node).toBe(shared.node)
    expect(outputs[1]?.value.type.shape).toEqual([5, 2])
    expect(inputs.get('b')?.type.shape).toEqual([5, 2])
    expect(inputs.get('a')?.node).toBe(a.node)
    expect(fixedShape(spreadLanes(outputs, 5)[0]?.type.shape ?? [])).toEqual([5, 2])
  })
})
