// Training loops as one ONNX model: cutting a call in pieces changes no bit, and the loop is the step repeated.
import { describe, expect, test } from '@jest/globals'
import { decodeModel } from '../../../runtime/onnx/decode.js'
import { encodeLoop, nextName } from '../../../runtime/onnx/loop.js'
import type { Session } from '../../../runtime/onnx/session.js'
import { openSession } from '../../../runtime/onnx/session.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { Tensor } from '../../../runtime/tensor/tensor.js'
import { numbersOf, scalarOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { classifierFeeds, classifierSchedule, classifierStep, stateNames } from '../../support/classifier.js'

const model = classifierStep()

/** Trains through the given chunk ends; losses of all steps and the state at the end. */
async function train(session: Session, seed: number, ends: readonly number[]) {
  let state: Record<string, Tensor> = classifierFeeds(seed)
  const losses: number[] = []
  let from = 0
  for (const end of ends) {
    const results = await session.run({ ...state, ...classifierSchedule(from, end) })
    const next = stateNames(model).map((name) => [name, results[nextName(name)]] as const)
    state = {
      ...state,
      ...Object.fromEntries(next.flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : []))),
    }
    losses.push(...(results['loss'] === undefined ? [] : numbersOf(results['loss'])))
    from = end
  }
  return {
    losses,
    state: stateNames(model).flatMap((name) => [...numbersOf(state[name] ?? scalarOf('float32', 0))]),
  }
}

describe('a training loop', () => {
  test('gives the same bits in one call of 200 steps as in four of 50 or in uneven ones', async () => {
    const session = await openSession(encodeLoop(model))
    const whole = await train(session, 1, [200])
    expect(await train(session, 1, [50, 100, 150, 200])).toEqual(whole)
    expect(await train(session, 1, [1, 3, 120, 200])).toEqual(whole)
    await session.release()
  })

  test('of no steps leaves the state as it is', async () => {
    const session = await openSession(encodeLoop(model))
    const results = await session.run({ ...classifierFeeds(1), ...classifierSchedule(0, 0) })
    expect(results['loss']?.shape).toEqual([0])
    expect(results['w1.next']?.data).toEqual(classifierFeeds(1)['w1']?.data)
    await session.release()
  })

  test('learns: the loss of the last steps is far below that of the first', async () => {
    const session = await openSession(encodeLoop(model))
    const { losses } = await train(session, 1, [200])
    const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
    expect(mean(losses.slice(0, 10))).toBeGreaterThan(1.1)
    expect(mean(losses.slice(-10))).toBeLessThan(0.5)
    await session.release()
  })

  test('computes what no step changes outside of the loop, and uses standard operators alone', () => {
    const summary = decodeModel(encodeLoop(model))
    expect(summary.operators['Loop']).toBe(1)
    expect(Object.keys(summary.operators).filter((name) => name.includes(':'))).toEqual([])
    expect(summary.inputs).toEqual(
      expect.arrayContaining(['steps', 'data', 'labels', 'seed', 'indices', 'rate', 'w1']),
    )
    expect(summary.outputs).toContain('w1.next')
    expect(summary.operatorSets).toEqual({ '': 18 })
  })

  test('carries what a step leaves alone, swaps, or sets to something fixed', async () => {
    const g = builder()
    const real = tensorType('float32', [2])
    const [a, b, c, d] = [g.input('a', real), g.input('b', real), g.input('c', real), g.input('d', real)]
    const fixed = g.multiply(g.constant(tensorOf('float32', [2], [3, 4])), 2)
    const sum = g.add(c, g.input('x', real))
    const bytes = encodeLoop({
      name: 'carry',
      state: [
        { input: a, next: b },
        { input: b, next: a },
        { input: c, next: sum },
        { input: d, next: fixed },
      ],
      perStep: [],
      scans: [
        { name: 'sum', value: sum },
        { name: 'again', value: sum },
        { name: 'kept', value: a },
      ],
    })
    const session = await openSession(bytes)
    const feeds = { a: [1, 1], b: [2, 2], c: [0, 0], d: [0, 0], x: [1, 5] }
    const tensors = Object.entries(feeds).map(
      ([name, numbers]) => [name, tensorOf('float32', [2], numbers)] as const,
    )
    const results = await session.run({ ...Object.fromEntries(tensors), steps: scalarOf('int64', 3) })
    const shown = Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [name, numbersOf(tensor)]),
    )
    expect(shown).toEqual({
      'a.next': [2, 2],
      'b.next': [1, 1],
      'c.next': [3, 15],
      'd.next': [6, 8],
      sum: [1, 5, 2, 10, 3, 15],
      again: [1, 5, 2, 10, 3, 15],
      kept: [1, 1, 2, 2, 1, 1],
    })
    await session.release()
  })

  test('refuses a state that changes its type, and names used twice', () => {
    const g = builder('layer specs/x.yaml:3:5')
    const a = g.input('a', tensorType('float32', [2]))
    const wrong = { name: 'x', perStep: [], scans: [] }
    expect(() => encodeLoop({ ...wrong, state: [{ input: a, next: g.reduceSum(a) }] })).toThrow(
      "state 'a' is float32[2], but float32[] after a step",
    )
    const twin = g.input('a', tensorType('float32', [2]))
    expect(() => encodeLoop({ ...wrong, state: [{ input: a, next: g.add(a, twin) }] })).toThrow(
      "'a' names two values",
    )
    expect(() => encodeLoop({ ...wrong, state: [{ input: g.exp(a), next: a }] })).toThrow(
      'must be inputs or parameters',
    )
  })
})
