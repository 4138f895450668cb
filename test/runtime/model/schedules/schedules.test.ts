import { describe, expect, test } from '@jest/globals'
import * as schedules from '../../../../runtime/model/schedules/index.js'
import type { Schedule, ScheduleMemory } from '../../../../runtime/model/schedules/schedule.js'

const at = (step: number, total = 100, stepsPerEpoch = 10) => ({ step, total, stepsPerEpoch })

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
