import { describe, expect, test } from '@jest/globals'
import * as initializers from '../../../../runtime/model/initializers/index.js'
import type { Initializer } from '../../../../runtime/model/initializers/initializer.js'
import { initialValues } from '../../../../runtime/model/initialize.js'
import { randomStream } from '../../../../runtime/support/random.js'

const target = { shape: [100, 200], fanIn: 100, fanOut: 200 } as const
const draw = (initializer: Initializer, options = {}) =>
  initializer.draw(options, target, randomStream('draw'))
const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) }
}

describe('initializers', () => {
  test.each([
    ['xavierUniform', Math.sqrt(2 / 300), Math.sqrt(6 / 300)],
    ['heUniform', Math.sqrt(2 / 100), Math.sqrt(6 / 100)],
  ] as const)('%s has its variance and stays within its bound', (name, deviation, bound) => {
    const values = draw(initializers[name])
    expect(moments(values).mean).toBeCloseTo(0, 2)
    expect(moments(values).deviation / deviation).toBeCloseTo(1, 1)
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound))
    expect(Math.max(...values)).toBeGreaterThan(bound * 0.99)
  })

  test.each([
    ['xavierNormal', Math.sqrt(2 / 300), {}],
    ['heNormal', Math.sqrt(2 / 100), {}],
    ['lecunNormal', Math.sqrt(1 / 100), {}],
    ['gaussian', 0.3, { deviation: 0.3 }],
  ] as const)('%s has its variance and tails beyond three deviations', (name, deviation, options) => {
    const values = draw(initializers[name], options)
    expect(moments(values).deviation / deviation).toBeCloseTo(1, 1)
    const tail = values.filter((x) => Math.abs(x) > 3 * deviation).length / values.length
    expect(tail).toBeGreaterThan(0.001)
    expect(tail).toBeLessThan(0.005)
  })

  test('zeros, ones and fill are what they say', () => {
    expect(new Set(draw(initializers.zeros))).toEqual(new Set([0]))
    expect(new Set(draw(initializers.ones))).toEqual(new Set([1]))
    expect(new Set(draw(initializers.fill, { value: 0.5 }))).toEqual(new Set([0.5]))
  })

  test('a parameter is drawn by seed and name alone', () => {
    const declaration = { ...target, initializer: { definition: initializers.heNormal, options: {} } }
    const values = initialValues(1, 'conv.weights', declaration)
    expect(initialValues(1, 'conv.weights', declaration)).toEqual(values)
    expect(initialValues(2, 'conv.weights', declaration)).not.toEqual(values)
    expect(initialValues(1, 'other.weights', declaration)).not.toEqual(values)
  })
})
