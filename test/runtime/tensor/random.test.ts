// Random numbers in a graph: the same bits as on the host, and no pattern that simple tests can see.
import { describe, expect, test } from '@jest/globals'
import { normalCdf } from '../../../runtime/support/normal.js'
import { builder } from '../../../runtime/tensor/builder.js'
import {
  hostRandomBits,
  hostRandomUniform,
  normalsFrom,
  randomBits,
  randomUniform,
} from '../../../runtime/tensor/random.js'
import { batchGraph } from '../../../runtime/tensor/batch.js'
import { numbersOf, scalarOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate, numbersFrom } from '../../support/tensors.js'

const g = builder()
const seed = g.input('seed', tensorType('uint32', []))
const step = g.input('step', tensorType('uint32', []))
const feeds = (ofSeed: number, ofStep: number) => ({
  seed: scalarOf('uint32', ofSeed),
  step: scalarOf('uint32', ofStep),
})

/** Deviation of counts from equal ones, in standard deviations of a chi-square variable. */
function chiSquareDeviation(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const expected = total / counts.length
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (statistic - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1))
}

/** Correlation of two sequences, in standard deviations under independence. */
function correlationDeviation(left: readonly number[], right: readonly number[]): number {
  const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const [a, b] = [mean(left), mean(right)]
  const moment = (f: (index: number) => number): number => left.reduce((sum, _, index) => sum + f(index), 0)
  const both = moment((index) => ((left[index] ?? 0) - a) * ((right[index] ?? 0) - b))
  const own =
    moment((index) => ((left[index] ?? 0) - a) ** 2) * moment((index) => ((right[index] ?? 0) - b) ** 2)
  return (both / Math.sqrt(own)) * Math.sqrt(left.length)
}

const uniform = (ofSeed: number, stream: number, ofStep: number, count: number): readonly number[] =>
  Array.from(hostRandomUniform({ seed: ofSeed, stream, step: ofStep }, count))

describe('the generator', () => {
  test('keeps its golden vectors (computed once with the big integers of Python)', () => {
    expect(Array.from(hostRandomBits({ seed: 0, stream: 0, step: 0 }, 4))).toEqual([
      3868981512, 4174618969, 2624624315, 3009283293,
    ])
    expect(Array.from(hostRandomBits({ seed: 4294967295, stream: 7, step: 123456789 }, 4))).toEqual([
      779620427, 4009348280, 1153676398, 3794467002,
    ])
  })

  test.each([
    [0, 0, 0],
    [1, 2, 3],
    [4294967295, 4294967295, 4294967295],
    [20260101, 5, 99999],
  ])('gives the same bits in a graph as on the host (seed %d, stream %d, step %d)', async (s, stream, t) => {
    const bits = await numbersFrom(randomBits(g, { seed, stream, step }, [7, 31]), feeds(s, t))
    expect(bits).toEqual(Array.from(hostRandomBits({ seed: s, stream, step: t }, 217)))
    const reals = await numbersFrom(randomUniform(g, { seed, stream, step }, [217]), feeds(s, t))
    expect(reals).toEqual(uniform(s, stream, t, 217))
  })

  test('gives each member of a population the numbers of its own seed', async () => {
    const batched = batchGraph([randomBits(g, { seed, stream: 3, step }, [2, 5])], new Set(['seed']), 3)
    const seeds = tensorOf('uint32', [3], [5, 6, 4000000000])
    const [bits] = await evaluate([batched.outputs[0]?.value ?? seed], {
      seed: seeds,
      step: scalarOf('uint32', 9),
    })
    const wanted = [5, 6, 4000000000].flatMap((s) => [...hostRandomBits({ seed: s, stream: 3, step: 9 }, 10)])
    expect(bits === undefined ? [] : numbersOf(bits)).toEqual(wanted)
  })

  test('has mean 1/2 and variance 1/12', () => {
    const count = 1 << 18
    const xs = uniform(1, 0, 0, count)
    const mean = xs.reduce((sum, x) => sum + x, 0) / count
    const variance = xs.reduce((sum, x) => sum + (x - 0.5) ** 2, 0) / count
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count))
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count))
    expect(Math.max(...xs.slice(0, 65536))).toBeLessThan(1)
    expect(Math.min(...xs.slice(0, 65536))).toBeGreaterThanOrEqual(0)
  })

  test.each([0, 8, 16, 24])('spreads the byte at bit %d evenly over elements', (place) => {
    for (const ofSeed of [0, 77]) {
      const counts = Array.from({ length: 256 }, () => 0)
      for (const bits of hostRandomBits({ seed: ofSeed, stream: 1, step: 5 }, 1 << 17)) {
        const byte = (bits >>> place) & 255
        counts[byte] = (counts[byte] ?? 0) + 1
      }
      expect(Math.abs(chiSquareDeviation(counts))).toBeLessThan(4.5)
    }
  })

  test.each([0, 8, 16, 24])('spreads the byte at bit %d evenly over seeds, streams and steps', (place) => {
    const draws = {
      seed: (index: number) => hostRandomBits({ seed: index, stream: 1, step: 5 }, 1),
      stream: (index: number) => hostRandomBits({ seed: 3, stream: index, step: 5 }, 1),
      step: (index: number) => hostRandomBits({ seed: 3, stream: 1, step: index }, 1),
    }
    for (const draw of Object.values(draws)) {
      const counts = Array.from({ length: 256 }, () => 0)
      for (let index = 0; index < 1 << 15; index += 1) {
        const byte = ((draw(index)[0] ?? 0) >>> place) & 255
        counts[byte] = (counts[byte] ?? 0) + 1
      }
      expect(Math.abs(chiSquareDeviation(counts))).toBeLessThan(4.5)
    }
  })

  test('shows no correlation between neighbours along element, step, seed and stream', () => {
    const count = 1 << 16
    const base = uniform(9, 2, 40, count)
    for (const lag of [1, 2, 3, 16, 64, 256, 784]) {
      expect(Math.abs(correlationDeviation(base.slice(lag), base.slice(0, -lag)))).toBeLessThan(4.5)
    }
    for (const near of [1, 2, 16, 256]) {
      expect(Math.abs(correlationDeviation(base, uniform(9, 2, 40 + near, count)))).toBeLessThan(4.5)
      expect(Math.abs(correlationDeviation(base, uniform(9 + near, 2, 40, count)))).toBeLessThan(4.5)
      expect(Math.abs(correlationDeviation(base, uniform(9, 2 + near, 40, count)))).toBeLessThan(4.5)
    }
  })

  test('changes half of the bits when one bit of seed or step changes', () => {
    const ones = (x: number): number => [...x.toString(2)].filter((digit) => digit === '1').length
    for (let bit = 0; bit < 32; bit += 1) {
      for (const which of ['seed', 'step'] as const) {
        let flips = 0
        for (let trial = 0; trial < 64; trial += 1) {
          const key = { seed: trial * 2654435, stream: 4, step: trial * 97 }
          const other = { ...key, [which]: (key[which] ^ (1 << bit)) >>> 0 }
          const [a, b] = [hostRandomBits(key, 8), hostRandomBits(other, 8)]
          flips += a.reduce((sum, x, index) => sum + ones((x ^ (b[index] ?? 0)) >>> 0), 0)
        }
        // 64 · 8 · 32 fair flips: standard deviation 64.
        expect(Math.abs(flips - 8192)).toBeLessThan(5 * 64)
      }
    }
  })

  test('fills pairs of neighbouring draws evenly', () => {
    const counts = Array.from({ length: 4096 }, () => 0)
    const bits = hostRandomBits({ seed: 12, stream: 0, step: 1 }, 1 << 18)
    for (let index = 0; index + 1 < bits.length; index += 2) {
      const cell = ((bits[index] ?? 0) >>> 26) * 64 + ((bits[index + 1] ?? 0) >>> 26)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
    expect(Math.abs(chiSquareDeviation(counts))).toBeLessThan(4.5)
  })
})

describe('normal draws', () => {
  const uniforms = (stream: number, count: number) => randomUniform(g, { seed, stream, step }, [count])

  test('are Box and Muller’s of the pairs that the host draws', async () => {
    const found = await numbersFrom(normalsFrom(uniforms(4, 50), uniforms(5, 50), g), feeds(3, 9))
    const [radius, angle] = [4, 5].map((stream) => hostRandomUniform({ seed: 3, stream, step: 9 }, 50))
    for (let place = 0; place < 50; place += 1) {
      const size = Math.sqrt(-2 * Math.log(1 - (radius?.[place] ?? 0)))
      const turn = 2 * Math.PI * (angle?.[place] ?? 0)
      expect(found[place]).toBeCloseTo(size * Math.cos(turn), 5)
      expect(found[50 + place]).toBeCloseTo(size * Math.sin(turn), 5)
    }
  })

  test('fill the cells of a normal distribution evenly', async () => {
    const found = await numbersFrom(normalsFrom(uniforms(6, 20_000), uniforms(7, 20_000), g), feeds(1, 2))
    const counts = new Array<number>(40).fill(0)
    for (const value of found) {
      const cell = Math.floor(normalCdf(value) * 40)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
    expect(Math.abs(chiSquareDeviation(counts))).toBeLessThan(4)
  })

  test('are finite at the ends of the uniform ones', async () => {
    const ends = g.constant(tensorOf('float32', [2], [0, 1 - 2 ** -24]))
    const found = await numbersFrom(normalsFrom(ends, ends, g))
    expect(found.every((value) => Math.abs(value) < 5.8)).toBe(true)
  })
})
