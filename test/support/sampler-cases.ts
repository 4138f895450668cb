// The spaces and the objective that every sampler is held to.
import * as combinators from '../../runtime/space/combinators/index.js'
import type { Component } from '../../runtime/space/component.js'
import * as make from '../../runtime/space/constructors.js'
import type { Configuration } from '../../runtime/space/decision.js'
import type { SearchSpace } from '../../runtime/space/search-space.js'
import { bend, conv, dense, drop, squash } from './layers.js'
import { component, spaceOf } from './spaces.js'

const { sequence, choice, optional, repeat } = combinators

/** Continuous, integer, listed and conditional choices around a model with copies. */
export const mixed: SearchSpace = spaceOf({
  hyperparameters: [
    make.hyperparameter('rate', make.logUniform('rate', 1e-4, 1e-1)),
    make.hyperparameter('optimizer', make.oneOf('optimizer', ['sgd', 'momentum', 'adam'])),
    make.hyperparameter(
      'momentum',
      make.uniform('momentum', 0, 0.99),
      undefined,
      (s: { optimizer: string }) => s.optimizer === 'momentum',
    ),
    make.hyperparameter('noise', make.normal('noise', 0, 2)),
    make.hyperparameter('width', make.logInt('width', 4, 400)),
    make.hyperparameter('many', make.int('many', 1, 1000)),
  ],
  model: component(sequence, '', {
    children: [
      component(repeat, 'repeat', {
        times: make.oneOf('repeat.times', [1, 2, 3]),
        body: component(sequence, 'repeat[*]', {
          children: [
            component(conv, 'repeat[*].conv', {
              filters: make.oneOf('repeat[*].conv.filters', [4, 8, 16]),
              kernel: make.oneOf('repeat[*].conv.kernel', [3, 5, 7]),
            }),
            component(choice, 'repeat[*].choice', {
              alternatives: {
                bend: component(bend, 'repeat[*].choice.bend'),
                squash: component(squash, 'repeat[*].choice.squash'),
              },
            }),
          ],
        }),
      }),
      component(optional, 'optional', {
        body: component(drop, 'optional.drop', { rate: make.uniform('optional.drop.rate', 0.1, 0.9) }),
      }),
      component(dense, 'dense', { units: make.reference('width') }),
    ],
  }),
})

/** A choice inside a choice inside … : depth 40. */
function nested(depth: number, path: string): Component {
  if (depth === 0) return component(bend, `${path}.bend`)
  return component(choice, path, {
    alternatives: { end: component(squash, `${path}.end`), deeper: nested(depth - 1, `${path}.d`) },
  })
}

const grid = (names: readonly string[], values: readonly number[]): SearchSpace =>
  spaceOf({ hyperparameters: names.map((name) => make.hyperparameter(name, make.oneOf(name, values))) })

const few = ['x', 'y']

/** Every case by name. */
export const samplerCases: Readonly<Record<string, SearchSpace>> = {
  mixed,
  'single value': grid(['x'], [7]),
  empty: spaceOf({}),
  tiny: grid(few, [1, 2]),
  deep: spaceOf({ model: nested(40, 'c') }),
  wide: grid(
    Array.from({ length: 200 }, (_, index) => `x${String(index)}`),
    [1, 2, 3],
  ),
  constrained: {
    ...grid(few, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    constraints: [make.constraint('x * y == 24', (s: { x: number; y: number }) => s.x * s.y === 24)],
  },
}

/** A space that accepts nothing. */
export const unsatisfiable: SearchSpace = {
  ...grid(few, [1, 2]),
  constraints: [make.constraint('false', () => false)],
}

/** A value in [0, 1] from the numbers of a configuration; every seventh trial fails, every eleventh is not finite. */
export function awkward(configuration: Configuration, trial: number): number | undefined {
  if (trial % 7 === 3) return undefined
  if (trial % 11 === 5) return NaN
  let sum = 0
  for (const value of Object.values(configuration))
    sum += typeof value === 'number' ? value : String(value).length
  return Math.abs(Math.sin(sum))
}
