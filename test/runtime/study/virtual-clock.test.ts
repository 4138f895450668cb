import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { VirtualClock } from '../../../runtime/study/virtual-clock.js'

/** Runs items with these costs; gives for each item how many others had finished when it began. */
function seenBy(costs: readonly number[], slots: number): readonly number[] {
  const clock = new VirtualClock(slots)
  const seen: number[] = []
  let finished = 0
  costs.forEach((cost, item) => {
    while (!clock.hasFreeSlot) {
      clock.finish(clock.next() ?? -1)
      finished += 1
    }
    seen.push(finished)
    clock.start(item, cost)
  })
  return seen
}

describe('the virtual clock', () => {
  test('lets item k see items 0 … k − slots when all cost the same', () => {
    expect(seenBy([1, 1, 1, 1, 1, 1, 1], 3)).toEqual([0, 0, 0, 1, 2, 3, 4])
  })

  test('finishes items in order of virtual time, equal ones in order of start', () => {
    const clock = new VirtualClock(4)
    clock.start(0, 5)
    clock.start(1, 2)
    clock.start(2, 2)
    clock.start(3, 1)
    const order: number[] = []
    while (!clock.isIdle) {
      const item = clock.next() ?? -1
      order.push(item)
      clock.finish(item)
    }
    expect(order).toEqual([3, 1, 2, 0])
  })

  test('agrees with a simulation that keeps plain finish times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        (costs, slots) => {
          const finish: number[] = []
          let now = 0
          costs.forEach((cost, item) => {
            const open = finish.filter((time, other) => other < item && time > now)
            if (open.length >= slots) now = [...open].sort((a, b) => a - b)[open.length - slots] ?? now
            finish.push(now + cost)
          })
          const clock = new VirtualClock(slots)
          const finished: number[] = []
          costs.forEach((cost, item) => {
            while (!clock.hasFreeSlot) {
              finished.push(clock.next() ?? -1)
              clock.finish(clock.next() ?? -1)
            }
            clock.start(item, cost)
          })
          const times = finished.map((item) => finish[item] ?? -1)
          expect(times).toEqual([...times].sort((a, b) => a - b))
        },
      ),
      { seed: 11, numRuns: 200 },
    )
  })

  test('refuses a start without a free slot', () => {
    const clock = new VirtualClock(1)
    clock.start(0, 1)
    expect(() => clock.start(1, 1)).toThrow('no virtual slot is free')
  })
})
