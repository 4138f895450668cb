import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as schedules from '../../../../runtime/model/schedules/index.js'
import type { Schedule, ScheduleMemory } from '../../../../runtime/model/schedules/schedule.js'

const at = (step: number, total = 100, stepsPerEpoch = 10) => ({
  step,
  total,
  stepsPerEpoch,
  batch: 32,
  learningRate: 0.02,
})

describe('schedules', () => {
  test('constant keeps the rate', () => {
    expect(schedules.constant.factor()).toBe(1)
  })

  test('step multiplies by the factor at the stated epochs', () => {
    const options = { every: 2, factor: 0.5 }
    const factors = [0, 19, 20, 39, 40, 99].map((step) => schedules.step.factor(options, at(step)))
    expect(factors).toEqual([1, 1, 0.5, 0.5, 0.25, 0.0625])
  })

  test('cosine without warm-up runs from 1 to its minimum along half a cosine', () => {
    const factor = (step: number, options = {}) => schedules.cosine.factor(options, at(step))
    expect(factor(0)).toBe(1)
    expect(factor(50)).toBeCloseTo(0.5, 12)
    expect(factor(25)).toBeCloseTo((1 + Math.SQRT1_2) / 2, 12)
    expect(factor(100)).toBeCloseTo(0, 12)
    expect(factor(100, { minimum: 0.1 })).toBeCloseTo(0.1, 12)
    expect(factor(50, { minimum: 0.1 })).toBeCloseTo(0.55, 12)
  })

  test('cosine with warm-up rises linearly first and then starts its cosine at full height', () => {
    const factor = (step: number) => schedules.cosine.factor({ warmup: 0.1 }, at(step))
    expect([0, 4, 9].map(factor)).toEqual([0.1, 0.5, 1])
    expect(factor(10)).toBe(1)
    expect(factor(55)).toBeCloseTo(0.5, 12)
  })

  test('warmup hands over to the schedule that follows, which counts from there', () => {
    const then = {
      definition: schedules.step,
      options: { every: 1, factor: 0.5 },
      path: 'train.schedule.then',
    }
    const factor = (step: number) => schedules.warmup.factor({ share: 0.2, then }, at(step), {})
    expect(factor(0)).toBe(1 / 20)
    expect(factor(19)).toBe(1)
    expect(factor(20)).toBe(1)
    expect(factor(29)).toBe(1)
    expect(factor(30)).toBe(0.5)
  })

  test('warmup follows with a constant rate unless told otherwise', () => {
    expect(schedules.warmup.factor({}, at(50), {})).toBe(1)
  })

  test('plateau drops after the patience is used up, not below its minimum, and starts over on an improvement', () => {
    const options = { patience: 2, factor: 0.1, threshold: 0, minimum: 0.05 }
    let memory: ScheduleMemory = {}
    const factors = [1, 0.9, 0.9, 0.9, 0.8, 0.85, 0.85].map((loss) => {
      memory = schedules.plateau.observe(options, memory, loss)
      return schedules.plateau.factor(options, at(0), memory)
    })
    expect(factors).toEqual([1, 1, 1, 0.1, 0.1, 0.1, 0.05])
  })

  test('plateau counts only relative improvements beyond its threshold', () => {
    const options = { patience: 1, factor: 0.5, threshold: 0.1 }
    const memory = [1, 0.95].reduce<ScheduleMemory>(
      (before, loss) => schedules.plateau.observe(options, before, loss),
      {},
    )
    expect(memory['factor']).toBe(0.5)
  })

  test('linear, polynomial and exponential follow their closed forms', () => {
    expect([0, 25, 100, 130].map((step) => schedules.linear.factor({}, at(step)))).toEqual([1, 0.75, 0, 0])
    expect(schedules.linear.factor({ minimum: 0.2 }, at(50))).toBeCloseTo(0.6, 12)
    expect(schedules.polynomial.factor({ power: 2 }, at(75))).toBeCloseTo(0.0625, 12)
    expect(schedules.polynomial.factor({ power: 2, minimum: 0.5 }, at(50))).toBeCloseTo(0.625, 12)
    expect(schedules.polynomial.factor({}, at(50))).toBeCloseTo(0.5 ** 0.9, 12)
    expect(schedules.exponential.factor({ factor: 0.5 }, at(20))).toBe(0.25)
    expect(schedules.exponential.factor({ factor: 0.5 }, at(15))).toBeCloseTo(2 ** -1.5, 12)
  })

  test('cosine_restarts starts over after 1, 3 and 7 epochs when runs double, and at every epoch when they do not', () => {
    const factor = (step: number, growth: number) =>
      schedules.cosineRestarts.factor({ first: 1, growth, minimum: 0.1 }, at(step))
    expect([0, 10, 30, 70].map((step) => factor(step, 2))).toEqual([1, 1, 1, 1])
    expect(factor(5, 2)).toBeCloseTo(0.55, 12)
    expect(factor(20, 2)).toBeCloseTo(0.55, 12)
    expect(factor(50, 2)).toBeCloseTo(0.55, 12)
    expect([0, 10, 20, 70].map((step) => factor(step, 1))).toEqual([1, 1, 1, 1])
    expect(factor(25, 1)).toBeCloseTo(0.55, 12)
  })

  test('cosine_power is (p^c − 1) / (p − 1), and the cosine itself for p = 1', () => {
    const factor = (order: number, step: number) => schedules.cosinePower.factor({ order }, at(step))
    expect(factor(10, 0)).toBeCloseTo(1, 12)
    expect(factor(10, 50)).toBeCloseTo((Math.sqrt(10) - 1) / 9, 12)
    expect(factor(10, 100)).toBeCloseTo(0, 12)
    for (const step of [0, 13, 50, 99])
      expect(factor(1, step)).toBeCloseTo(schedules.cosine.factor({}, at(step)), 12)
    expect(factor(1 + 1e-9, 30)).toBeCloseTo(factor(1, 30), 6)
  })

  test('one_cycle begins at 1/25, peaks after its rise, and ends 10⁴ times below its beginning', () => {
    const factor = (step: number, options = {}) => schedules.oneCycle.factor(options, at(step))
    expect(factor(0)).toBeCloseTo(1 / 25, 12)
    expect(factor(15)).toBeCloseTo((1 + 1 / 25) / 2, 12)
    expect(factor(30)).toBe(1)
    expect(factor(65)).toBeCloseTo((1 + 1 / 250000) / 2, 12)
    expect(factor(100)).toBeCloseTo(1 / 250000, 12)
    expect(factor(15, { rise: 0.5, divisor: 10, shape: 'linear' })).toBeCloseTo(0.1 + 0.9 * 0.3, 12)
  })

  test('inverse_square_root is the formula of Vaswani et al. over its value at the peak', () => {
    const warm = 20
    const paper = (n: number) => Math.min(n ** -0.5, n * warm ** -1.5)
    for (const step of [0, 5, 18, 19, 20, 50, 99]) {
      const factor = schedules.inverseSquareRoot.factor({ warmup: 0.2 }, at(step))
      expect(factor).toBeCloseTo(paper(step + 1) / paper(warm), 12)
    }
    expect(schedules.inverseSquareRoot.factor({ warmup: 0 }, at(3))).toBe(0.5)
  })

  test.each([
    ['linear', 0.5],
    ['cosine', 0.5],
    ['exponential', 0.09 / 0.99],
    ['root', 1 - Math.SQRT1_2],
  ] as const)('wsd rises, holds and goes down by the shape %s', (shape, half) => {
    const factor = (step: number) =>
      schedules.wsd.factor({ warmup: 0.1, decay: 0.2, shape, minimum: 0.5 }, at(step))
    expect([0, 9, 10, 50, 80].map(factor)).toEqual([0.1, 1, 1, 1, 1])
    expect(factor(90)).toBeCloseTo(0.5 + 0.5 * half, 12)
    expect(factor(100)).toBeCloseTo(0.5, 12)
  })

  test('power is min(η, B·a·n^b) between a rise onto the curve and a decay off it', () => {
    const options = { a: 0.01, b: -0.5, warmup: 0.1, decay: 0.2 }
    const rate = (step: number) => 0.02 * schedules.power.factor(options, at(step))
    const curve = (n: number) => Math.min(0.02, 32 * 0.01 * n ** -0.5)
    expect(rate(9)).toBeCloseTo(curve(10 * 32), 12)
    expect(rate(4)).toBeCloseTo(curve(10 * 32) / 2, 12)
    expect(rate(50)).toBeCloseTo(curve(51 * 32), 12)
    expect(rate(80)).toBeCloseTo(curve(81 * 32), 12)
    expect(rate(90)).toBeCloseTo(curve(81 * 32) / 2, 12)
    expect(rate(100)).toBeCloseTo(0, 12)
    expect(curve(10 * 32)).toBeLessThan(0.02)
  })

  test('power never exceeds the learning rate, which is its cap', () => {
    expect(schedules.power.factor({ a: 1000, b: -0.1, warmup: 0, decay: 0 }, at(5))).toBe(1)
  })

  /** Every schedule with options that its schema allows, some at their bounds. */
  const warmups = [0, 0.05, 0.3, 0.99]
  const written: readonly (readonly [Schedule, Record<string, readonly (number | string)[]>])[] = [
    [schedules.cosine, { warmup: warmups, minimum: [0, 0.1, 1] }],
    [schedules.cosinePower, { order: [1, 2, 10, 1e6], minimum: [0, 0.1, 1] }],
    [schedules.cosineRestarts, { first: [0.1, 1, 7.5], growth: [1, 1.5, 2], minimum: [0, 0.5] }],
    [schedules.exponential, { factor: [1e-3, 0.95, 1] }],
    [schedules.inverseSquareRoot, { warmup: warmups }],
    [schedules.linear, { minimum: [0, 0.3, 1] }],
    [schedules.oneCycle, { rise: [0.01, 0.3, 0.99], divisor: [1, 25], shape: ['linear', 'cosine'] }],
    [schedules.polynomial, { power: [0.9, 1, 3], minimum: [0, 1] }],
    [schedules.power, { a: [1e-4, 4], b: [-1, -0.51, 0], warmup: warmups, decay: [0, 0.5, 1] }],
    [
      schedules.wsd,
      { warmup: warmups, decay: [0, 0.1, 1], shape: ['linear', 'cosine', 'exponential', 'root'] },
    ],
  ]
  const anyOptions = (domains: Record<string, readonly (number | string)[]>) =>
    fc.record(
      Object.fromEntries(Object.entries(domains).map(([name, values]) => [name, fc.constantFrom(...values)])),
    )

  test.each(written)(
    '$kind stays in [0, 1] at every step, for one step and for many',
    (schedule, domains) => {
      fc.assert(
        fc.property(
          anyOptions(domains),
          fc.integer({ min: 1, max: 500 }),
          fc.integer({ min: 1, max: 50 }),
          (options, total, stepsPerEpoch) => {
            for (const step of [0, 1, Math.floor(total / 2), total - 1, total]) {
              const factor = schedule.factor(options, at(step, total, stepsPerEpoch), {})
              expect(factor).toBeGreaterThanOrEqual(0)
              expect(factor).toBeLessThanOrEqual(1)
            }
          },
        ),
        { seed: 7, numRuns: 200 },
      )
    },
  )

  /** Largest change from one step to the next that a schedule without jumps can make: all of a short rise or decay within its steps. */
  test.each(written.filter(([{ kind }]) => kind !== 'cosine_restarts'))(
    '$kind has no jump: finer steps make smaller changes',
    (schedule, domains) => {
      fc.assert(
        fc.property(anyOptions(domains), (options) => {
          const changeAt = (total: number): number => {
            // The examples of a training stay the same, whatever the number of steps.
            const factors = Array.from({ length: total + 1 }, (_, step) =>
              schedule.factor(options, { ...at(step, total, total), batch: 3.2e6 / total }, {}),
            )
            const from = Math.ceil(total * 0.05)
            return Math.max(
              ...factors.slice(from + 1).map((factor, i) => Math.abs(factor - (factors[from + i] ?? 0))),
            )
          }
          const [coarse, fine] = [changeAt(200), changeAt(3200)]
          expect(fine).toBeLessThanOrEqual(Math.max(0.5 * coarse, 1e-9))
        }),
        { seed: 7, numRuns: 60 },
      )
    },
  )

  test.each(Object.values(schedules) as Schedule[])(
    '$kind never raises the rate above 1 nor below 0',
    (schedule) => {
      for (let step = 0; step < 100; step += 1) {
        const factor = schedule.factor({ every: 3 }, at(step), {})
        expect(factor).toBeGreaterThanOrEqual(0)
        expect(factor).toBeLessThanOrEqual(1)
      }
    },
  )
})
