import { describe, expect, test } from '@jest/globals'
import { createMetricReader, wantedLines } from '../../../../runtime/trial/command/reported-metrics.js'

const reader = (reporting: { keys?: Record<string, string>; patterns?: Record<string, string> } = {}) =>
  createMetricReader({ keys: {}, patterns: {}, ...reporting })

describe('metrics that a program reports', () => {
  test('are the numbers of JSON lines; the last value counts', () => {
    const { read, metrics } = reader()
    expect(read('{"loss": 2, "note": "x", "list": [1]}')).toEqual({ loss: 2 })
    expect(read('  {"loss": 1.5e-3, "accuracy": 0.5}  ')).toEqual({ loss: 0.0015, accuracy: 0.5 })
    for (const line of ['loss=3', '[1, 2]', '{"loss": 4', '{loss: 4}', '', 'null', '{}']) {
      expect(read(line)).toEqual({})
    }
    expect([...metrics]).toEqual([
      ['loss', 0.0015],
      ['accuracy', 0.5],
    ])
  })

  test('may be what Python writes for numbers that are not finite', () => {
    const { read } = reader()
    expect(read('{"a": NaN, "b": -Infinity, "c": [NaN], "d":Infinity, "e": 1}')).toEqual({
      a: Number.NaN,
      b: -Infinity,
      d: Infinity,
      e: 1,
    })
    expect(read('{"a": "not NaN, they say", "e": 2}')).toEqual({ e: 2 })
    expect(reader().read('{"a": "NaN"}')).toEqual({ a: Number.NaN })
  })

  test('are found below paths with dots, or under names that hold dots', () => {
    const { read } = reader({ keys: { accuracy: 'eval.acc', loss: 'eval.loss' } })
    expect(read('{"eval": {"acc": 0.25}, "eval.loss": 3}')).toEqual({
      'eval.loss': 3,
      accuracy: 0.25,
      loss: 3,
    })
    expect(read('{"eval": null}')).toEqual({})
    expect(read('{"eval": 4}')).toEqual({ eval: 4 })
  })

  test('are found by patterns, the last match counts, and what is no number is not finite', () => {
    const { read, metrics } = reader({ patterns: { loss: 'loss[=:]\\s*(\\S+)' } })
    read('epoch 1 loss=0.5 (best)')
    read('nothing here')
    expect(metrics.get('loss')).toBe(0.5)
    read('loss: 1e-4')
    expect(metrics.get('loss')).toBe(0.0001)
    read('loss: nan')
    expect(metrics.get('loss')).toBeNaN()
  })

  test('are bounded in number, however many a program invents', () => {
    const { read, metrics } = reader()
    for (let number = 0; number < 1000; number += 1) read(`{"m${number}": 1}`)
    expect(metrics.size).toBe(200)
    read('{"m0": 2, "m999": 2}')
    expect(metrics.get('m0')).toBe(2)
    expect(metrics.has('m999')).toBe(false)
  })

  test('are looked for in no other lines', () => {
    const wanted = wantedLines({ keys: {}, patterns: { loss: 'loss=(.+)' } }).map(
      (text) => new RegExp(text, 'u'),
    )
    const isWanted = (line: string): boolean => wanted.some((expression) => expression.test(line))
    expect(['  {"a":1}', 'x loss=3'].every(isWanted)).toBe(true)
    expect(['a {', 'x', ''].some(isWanted)).toBe(false)
  })
})
