// The order of enumeration, and the grid it makes of continuous domains.
import { describe, expect, test } from '@jest/globals'
import { choice } from '../../../runtime/space/combinators/choice.js'
import * as make from '../../../runtime/space/constructors.js'
import { enumerate } from '../../../runtime/space/enumerate.js'
import { estimateAcceptance } from '../../../runtime/space/sample.js'
import { randomStream } from '../../../runtime/support/random.js'
import { bend, conv } from '../../support/layers.js'
import { component, spaceOf } from '../../support/spaces.js'

const space = spaceOf({
  hyperparameters: [make.hyperparameter('x', make.oneOf('x', ['b', 'a']))],
  model: component(choice, 'choice', {
    alternatives: {
      bend: component(bend, 'choice.bend'),
      conv: component(conv, 'choice.conv', {
        filters: 1,
        kernel: make.oneOf('choice.conv.kernel', [3, 13, 5]),
      }),
    },
  }),
})

describe('enumerate', () => {
  test('varies the last decision fastest and leaves out what is rejected', () => {
    expect([...enumerate(space)].map(({ configuration }) => Object.values(configuration).join(' '))).toEqual([
      'b bend',
      'b conv 3',
      'b conv 5',
      'a bend',
      'a conv 3',
      'a conv 5',
    ])
  })

  test('takes the medians of equally likely cells of continuous domains', () => {
    const continuous = spaceOf({
      hyperparameters: [
        make.hyperparameter('x', make.uniform('x', 0, 1)),
        make.hyperparameter('y', make.logUniform('y', 1, 10_000)),
      ],
    })
    const points = [...enumerate(continuous, 2)].map(({ configuration }) => configuration)
    expect(points).toEqual([
      { x: 0.25, y: 10 },
      { x: 0.25, y: 1000 },
      { x: 0.75, y: 10 },
      { x: 0.75, y: 1000 },
    ])
    expect(() => [...enumerate(continuous)]).toThrow("'x' is continuous")
  })
})

describe('estimateAcceptance', () => {
  test('estimates the share of accepted draws and names the reasons, most frequent first', () => {
    const constrained = {
      ...space,
      constraints: [make.constraint('x == a', (s: { x: string }) => s.x === 'a')],
    }
    const acceptance = estimateAcceptance(constrained, randomStream('acceptance'), 2000)
    // 1/2 by the constraint, 1 − 1/2·1/3 by the kernel that does not fit.
    const share = (1 / 2) * (1 - 1 / 6)
    expect(acceptance.low).toBeLessThan(share)
    expect(acceptance.high).toBeGreaterThan(share)
    expect(acceptance.accepted / acceptance.draws).toBeCloseTo(share, 1)
    expect(acceptance.rejections.map(({ message, constraint }) => [message, constraint])).toEqual([
      ["constraint 'x == a' does not hold", true],
      ['the kernel is larger than the image', false],
    ])
  })

  test('stops at enough accepted draws, having seen what the same draws show without a stop', () => {
    const stopped = estimateAcceptance(space, randomStream('acceptance'), 2000, 3)
    expect(stopped.accepted).toBe(3)
    expect(stopped.draws).toBeLessThan(2000)
    expect(estimateAcceptance(space, randomStream('acceptance'), stopped.draws)).toEqual(stopped)
  })
})
