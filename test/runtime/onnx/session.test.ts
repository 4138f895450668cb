// Models as files and as sessions: what is fed and returned, weights inside, symbols, typed errors.
import { describe, expect, test } from '@jest/globals'
import { GraphError, InvariantError, RunError } from '../../../schemas/diagnostic.js'
import { decodeModel } from '../../../runtime/onnx/decode.js'
import { encodeGraph } from '../../../runtime/onnx/encode.js'
import { openSession, runOnce } from '../../../runtime/onnx/session.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { ElementType } from '../../../runtime/tensor/tensor-type.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { numbersOf, tensorFrom, tensorOf } from '../../../runtime/tensor/tensor.js'

const g = builder('net a.yaml:1:1')
const x = g.input('x', tensorType('float32', ['batch', 3]))
const w = g.parameter('w', tensorType('float32', [3, 2]))
const logits = g.matmul(x, w)
const outputs = [
  { name: 'logits', value: logits },
  { name: 'label', value: g.argMax(logits, -1) },
]
const weights = new Map([['w', tensorOf('float32', [3, 2], [1, 0, 0, 1, 1, 1])]])

describe('an exported graph', () => {
  test('holds its weights, names, metadata and a symbolic batch axis', async () => {
    const model = encodeGraph({
      name: 'net',
      outputs,
      weights,
      metadata: { producer: 'test', digest: 'abc' },
    })
    const summary = decodeModel(model)
    expect(summary.inputs).toEqual(['x'])
    expect(summary.outputs).toEqual(['logits', 'label'])
    expect(summary.initializers).toContain('w')
    expect(summary.metadata).toEqual({ producer: 'test', digest: 'abc' })
    expect(summary.operators).toEqual({ MatMul: 1, ArgMax: 1 })
    for (const rows of [1, 2, 5]) {
      const feed = tensorOf(
        'float32',
        [rows, 3],
        Array.from({ length: rows * 3 }, (_, index) => index),
      )
      const results = await runOnce(model, { x: feed })
      expect(results['logits']?.shape).toEqual([rows, 2])
      expect(results['label']?.element).toBe('int64')
    }
  })

  test('takes parameters as inputs while they are trained', async () => {
    const model = encodeGraph({ name: 'net', outputs })
    expect(decodeModel(model).inputs).toEqual(['x', 'w'])
    const feeds = {
      x: tensorOf('float32', [1, 3], [1, 2, 3]),
      w: tensorOf('float32', [3, 2], [1, 0, 0, 1, 1, 1]),
    }
    const results = await runOnce(model, feeds)
    expect(results['logits'] && numbersOf(results['logits'])).toEqual([4, 5])
    expect(results['label'] && numbersOf(results['label'])).toEqual([1])
  })

  test('can return an input, a literal, and one value under two names', async () => {
    const a = g.input('a', tensorType('float32', [2]))
    const y = g.exp(a)
    const model = encodeGraph({
      name: 'copies',
      outputs: [
        { name: 'same', value: a },
        { name: 'fixed', value: g.scalar(4) },
        { name: 'y', value: y },
        { name: 'z', value: y },
      ],
    })
    const results = await runOnce(model, { a: tensorOf('float32', [2], [0, 0]) })
    const shown = Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [name, numbersOf(tensor)]),
    )
    expect(shown).toEqual({ same: [0, 0], fixed: [4], y: [1, 1], z: [1, 1] })
  })

  test('gives equal bytes for equal graphs', () => {
    const bytes = (): string => Buffer.from(encodeGraph({ name: 'net', outputs, weights })).toString('hex')
    expect(bytes()).toBe(bytes())
  })

  test('is refused with weights of another type or names used twice', () => {
    const wrong = new Map([['w', tensorOf('float32', [2, 3], [1, 0, 0, 1, 1, 1])]])
    expect(() => encodeGraph({ name: 'net', outputs, weights: wrong })).toThrow(GraphError)
    expect(() => encodeGraph({ name: 'net', outputs: [{ name: 'x', value: logits }] })).toThrow(
      "'x' names two values",
    )
  })
})

describe('a session', () => {
  test.each<[ElementType, readonly number[]]>([
    ['float32', [1.5, -2]],
    ['float64', [1.5, -2]],
    ['int64', [3, -4]],
    ['int32', [3, -4]],
    ['uint32', [3, 4294967295]],
    ['uint8', [3, 255]],
    ['bool', [1, 0]],
  ])('passes %s through unchanged', async (element, numbers) => {
    const a = g.input('a', tensorType(element, [2]))
    const model = encodeGraph({ name: 'same', outputs: [{ name: 'b', value: g.reshape(a, [2, 1]) }] })
    const { b } = await runOnce(model, { a: tensorOf(element, [2], numbers) })
    expect(b?.element).toBe(element)
    expect(b && numbersOf(b)).toEqual(numbers)
  })

  test('passes strings through unchanged, literals included', async () => {
    const a = g.input('a', tensorType('string', ['batch']))
    const labels = g.constant(tensorFrom('string', [2], ['zero', 'eins ✓']))
    const model = encodeGraph({
      name: 'same',
      outputs: [
        { name: 'b', value: g.reshape(a, ['batch', 1]) },
        { name: 'c', value: g.gather(labels, g.constant(tensorOf('int64', [1], [1])), 0) },
      ],
    })
    const { b, c } = await runOnce(model, { a: tensorFrom('string', [1], ['ä']) })
    expect(b?.data).toEqual(['ä'])
    expect(c?.data).toEqual(['eins ✓'])
  })

  test('returns only what is wanted', async () => {
    const session = await openSession(encodeGraph({ name: 'net', outputs, weights }))
    const results = await session.run({ x: tensorOf('float32', [1, 3], [1, 2, 3]) }, ['label'])
    expect(Object.keys(results)).toEqual(['label'])
    await session.release()
  })

  test('says with a typed error what is wrong with a model or its feeds', async () => {
    await expect(openSession(new Uint8Array([1, 2, 3]))).rejects.toThrow(RunError)
    expect(() => decodeModel(new Uint8Array([255, 255, 255]))).toThrow(RunError)
    const session = await openSession(encodeGraph({ name: 'net', outputs, weights }))
    const run = session.run({ x: tensorOf('float32', [1, 4], [1, 2, 3, 4]) })
    await expect(run).rejects.toMatchObject({ code: 'run-failed', exit: 'crash' })
    await expect(session.run({})).rejects.toThrow(RunError)
    await session.release()
    await session.release()
    await expect(session.run({})).rejects.toThrow(InvariantError)
  })

  test('gives its memory back when it is released', async () => {
    const big = g.constant(tensorFrom('float32', [1 << 20], new Float32Array(1 << 20).fill(1)))
    const a = g.input('a', tensorType('float32', [1 << 20]))
    const model = encodeGraph({
      name: 'big',
      outputs: [{ name: 'b', value: g.reduceSum(g.multiply(a, big)) }],
    })
    const feed = { a: tensorFrom('float32', [1 << 20], new Float32Array(1 << 20)) }
    await runOnce(model, feed)
    const before = process.memoryUsage.rss()
    for (let round = 0; round < 30; round += 1) await runOnce(model, feed)
    // Each session holds 4 MB of weights and as much of results.
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6)
  })
})
