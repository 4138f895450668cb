// What `espalier space` shows: the tree, and what its models cost.
import { describe, expect, test } from '@jest/globals'
import { printSpace } from '../../../runtime/space/print.js'
import { costRanges } from '../../../runtime/space/ranges.js'
import { enumerate } from '../../../runtime/space/enumerate.js'
import * as make from '../../../runtime/space/constructors.js'
import { repeat } from '../../../runtime/space/combinators/repeat.js'
import { randomStream } from '../../../runtime/support/random.js'
import { conv } from '../../support/layers.js'
import { mixed } from '../../support/sampler-cases.js'
import { component, spaceOf } from '../../support/spaces.js'

describe('printSpace', () => {
  test('shows every open point once, in the order of decision', () => {
    expect(printSpace(mixed)).toBe(`hyperparameters
  rate: log-uniform 0.0001 … 0.1
  optimizer: sgd | momentum | adam
  momentum: uniform 0 … 0.99 (conditional)
  noise: normal 0 ± 2
  width: log-int 4 … 400
  many: int 1 … 1000
model on 1×12×12
  sequence
    repeat  times: 1 | 2 | 3
      sequence
        conv  filters: 4 | 8 | 16, kernel: 3 | 5 | 7
        choice
          bend
          squash
    optional
      drop  rate: uniform 0.1 … 0.9
    dense  units: $width`)
  })

  test('puts places in a column of their own', () => {
    const space = spaceOf({
      hyperparameters: [make.hyperparameter('x', make.oneOf('x', [1, 2], 'a.yaml:2:5'), 'a.yaml:2:5')],
      constraints: [make.constraint('parameters < 100', (s) => s.parameters < 100, 'a.yaml:9:3')],
    })
    expect(printSpace(space)).toBe(`hyperparameters
  x: 1 | 2          a.yaml:2:5
constraints
  parameters < 100  a.yaml:9:3`)
  })
})

describe('costRanges', () => {
  test('finds the true ends of a small space', () => {
    const body = component(conv, 'repeat[*].conv', {
      filters: make.oneOf('repeat[*].conv.filters', [1, 2, 3, 4]),
      kernel: make.oneOf('repeat[*].conv.kernel', [3, 5]),
      padding: 'same',
    })
    const space = spaceOf({
      model: component(repeat, 'repeat', { times: make.oneOf('repeat.times', [1, 2, 3]), body }),
    })
    const all = [...enumerate(space)]
    const ranges = costRanges(space, randomStream('costs'), 50)
    expect(ranges?.parameters.low).toBe(Math.min(...all.map(({ parameters }) => parameters)))
    expect(ranges?.parameters.high).toBe(Math.max(...all.map(({ parameters }) => parameters)))
    expect(ranges?.flops.low).toBe(Math.min(...all.map(({ flops }) => flops)))
    expect(ranges?.flops.high).toBe(Math.max(...all.map(({ flops }) => flops)))
  })

  test('has nothing to say of a space that accepts nothing', () => {
    const space = spaceOf({ constraints: [make.constraint('false', () => false)] })
    expect(costRanges(space, randomStream('costs'), 5)).toBeUndefined()
  })
})
