// Counts and draws from the tables against plain enumeration.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { choice } from '../../../runtime/space/combinators/choice.js'
import { repeat } from '../../../runtime/space/combinators/repeat.js'
import { sequence } from '../../../runtime/space/combinators/sequence.js'
import * as make from '../../../runtime/space/constructors.js'
import { count, showCount } from '../../../runtime/space/count.js'
import { enumerate } from '../../../runtime/space/enumerate.js'
import { modelCounter } from '../../../runtime/space/models.js'
import { attemptWalk } from '../../../runtime/space/sample.js'
import type { SearchSpace } from '../../../runtime/space/search-space.js'
import { specifier } from '../../../runtime/space/specify.js'
import { canonicalJson } from '../../../runtime/support/canonical-json.js'
import { randomStream } from '../../../runtime/support/random.js'
import { bend, conv, dense, squash } from '../../support/layers.js'
import { component, finiteSpaces, spaceOf } from '../../support/spaces.js'

const enumerated = (space: SearchSpace, cap: number): Set<string> | undefined => {
  const found = new Set<string>()
  let walked = 0
  for (const { configuration } of enumerate(space)) {
    walked += 1
    if (walked > cap) return undefined
    found.add(canonicalJson(configuration))
  }
  expect(found.size).toBe(walked)
  return found
}

describe('count', () => {
  test('equals the number of enumerated configurations, all of them different', () => {
    let compared = 0
    fc.assert(
      fc.property(finiteSpaces, (space) => {
        const found = enumerated(space, 600)
        if (found === undefined) return
        compared += 1
        expect(count(space)).toEqual({ kind: 'exact', count: BigInt(found.size) })
      }),
      { seed: 1, numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  test('counts long sequences without walking them', () => {
    const body = component(sequence, 'repeat[*]', {
      children: [
        component(conv, 'repeat[*].conv', {
          filters: make.oneOf('repeat[*].conv.filters', [8, 16, 32]),
          kernel: make.oneOf('repeat[*].conv.kernel', [3, 5]),
          padding: 'same',
        }),
        component(choice, 'repeat[*].choice', {
          alternatives: { bend: component(bend, 'b'), squash: component(squash, 's') },
        }),
      ],
    })
    const space = spaceOf({
      hyperparameters: [make.hyperparameter('rate', make.int('rate', 1, 1000))],
      model: component(repeat, 'repeat', { times: make.oneOf('repeat.times', [1, 2, 10]), body }),
    })
    expect(count(space)).toEqual({ kind: 'exact', count: 1000n * (12n + 12n ** 2n + 12n ** 10n) })
    expect(showCount(count(space))).toBe('61,917,364,380,000')
  })

  test('says what is known of a space that is too large to walk under a constraint', () => {
    const space = spaceOf({
      hyperparameters: ['a', 'b', 'c'].map((name) => make.hyperparameter(name, make.int(name, 1, 100))),
      constraints: [make.constraint('a != b', (s: { a: number; b: number }) => s.a !== s.b)],
    })
    const counted = count(space)
    expect(counted).toMatchObject({ kind: 'more_than', atMost: 1_000_000n })
    expect(showCount(counted)).toBe('more than 19,800, at most 1,000,000')
  })

  test('names continuous choices and counts the rest', () => {
    const space = spaceOf({
      hyperparameters: [
        make.hyperparameter('rate', make.logUniform('rate', 1e-4, 1e-1)),
        make.hyperparameter('size', make.oneOf('size', [1, 2])),
      ],
      model: component(dense, 'dense', { units: make.int('dense.units', 1, 4) }),
    })
    expect(showCount(count(space))).toBe('unbounded (8 × rate)')
  })
})

describe('modelCounter', () => {
  test('draws are configurations of the space', () => {
    fc.assert(
      fc.property(finiteSpaces, (space) => {
        const found = enumerated({ ...space, constraints: [] }, 600)
        if (found === undefined) return
        const counter = modelCounter(space)
        const walk = specifier({ ...space, constraints: [] })
        expect(counter.total()).toBe(BigInt(found.size))
        for (let draw = 0; draw < 5; draw += 1) {
          const decide = counter.draw(randomStream('draws', draw))
          const specified = decide === undefined ? undefined : attemptWalk(walk, decide)
          expect(specified === undefined).toBe(found.size === 0)
          if (specified !== undefined) expect(found.has(canonicalJson(specified.configuration))).toBe(true)
        }
      }),
      { seed: 2, numRuns: 80 },
    )
  })

  test('makes every configuration equally likely (chi-square over a lopsided tree)', () => {
    const space = spaceOf({
      hyperparameters: [make.hyperparameter('a', make.oneOf('a', [1, 2]))],
      model: component(repeat, 'repeat', {
        times: make.oneOf('repeat.times', [1, 2]),
        body: component(choice, 'repeat[*].choice', {
          alternatives: {
            bend: component(bend, 'b'),
            conv: component(conv, 'repeat[*].choice.conv', {
              filters: make.oneOf('repeat[*].choice.conv.filters', [1, 2, 3]),
              kernel: make.oneOf('repeat[*].choice.conv.kernel', [3, 7]),
            }),
          },
        }),
      }),
    })
    const found = enumerated(space, 1000) ?? new Set<string>()
    const counter = modelCounter(space)
    const walk = specifier(space)
    const random = randomStream('chi-square')
    const draws = 100 * found.size
    const seen = new Map<string, number>()
    for (let draw = 0; draw < draws; draw += 1) {
      const decide = counter.draw(random)
      const specified = decide === undefined ? undefined : attemptWalk(walk, decide)
      if (specified === undefined) throw new Error('no draw')
      const key = canonicalJson(specified.configuration)
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    let statistic = 0
    for (const key of found) statistic += ((seen.get(key) ?? 0) - 100) ** 2 / 100
    const freedom = found.size - 1
    expect(found.size).toBeGreaterThan(80)
    expect(Math.abs(statistic - freedom) / Math.sqrt(2 * freedom)).toBeLessThan(3)
  })
})
