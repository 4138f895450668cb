// A space that type-checks; the type-level test edits it by hand, one line at a time, and expects errors.
import { choice } from '../../runtime/space/combinators/choice.js'
import { optional } from '../../runtime/space/combinators/optional.js'
import { permutation } from '../../runtime/space/combinators/permutation.js'
import { repeat } from '../../runtime/space/combinators/repeat.js'
import { residual } from '../../runtime/space/combinators/residual.js'
import { sequence } from '../../runtime/space/combinators/sequence.js'
import { switch_ } from '../../runtime/space/combinators/switch.js'
import * as make from '../../runtime/space/constructors.js'
import type { SearchSpace } from '../../runtime/space/search-space.js'
import { bend, conv, dense, drop, squash } from './layers.js'

const build = {
  sequence: make.use(sequence),
  choice: make.use(choice),
  optional: make.use(optional),
  permutation: make.use(permutation),
  repeat: make.use(repeat),
  residual: make.use(residual),
  switch_: make.use(switch_),
  conv: make.use(conv),
  dense: make.use(dense),
  drop: make.use(drop),
  bend: make.use(bend),
  squash: make.use(squash),
}

/** The choices of one configuration. */
export interface Configuration {
  readonly rate: number
  readonly width: 8 | 16
  readonly size: 'small' | 'large'
  readonly 'repeat.times': 1 | 2
  readonly [copy: `repeat[${number}].conv.filters`]: 4 | 8
  readonly [copy: `repeat[${number}].conv.kernel`]: readonly [3, 3] | readonly [5, 5]
  readonly [copy: `repeat[${number}].optional`]: boolean
  readonly [copy: `repeat[${number}].choice`]: 'bend' | 'squash'
  readonly 'residual.dense.units': number
  readonly permutation: string
  readonly 'switch.large.dense.units': 32 | 64
}

export const hyperparameters = [
  make.hyperparameter('rate', make.logUniform('rate', 1e-4, 1e-1)),
  make.hyperparameter('width', make.oneOf('width', [8, 16], '3:4')),
  make.hyperparameter('size', make.oneOf('size', ['small', 'large'])),
  make.hyperparameter(
    'double',
    make.computed((s: { width: number }) => 2 * s.width),
  ),
] as const

export const model = build.sequence('', [
  build.repeat('repeat', {
    times: make.oneOf('repeat.times', [1, 2]),
    body: build.sequence('repeat[*]', [
      build.conv('repeat[*].conv', {
        filters: make.oneOf('repeat[*].conv.filters', [4, 8]),
        kernel: make.oneOf('repeat[*].conv.kernel', [
          [3, 3],
          [5, 5],
        ]),
      }),
      build.optional(
        'repeat[*].optional',
        build.drop('repeat[*].optional.drop', { rate: make.reference('rate') }),
      ),
      build.choice('repeat[*].choice', {
        bend: build.bend('repeat[*].choice.bend', {}),
        squash: build.squash('repeat[*].choice.squash', {}),
      }),
    ]),
  }),
  build.residual(
    'residual',
    build.dense('residual.dense', { units: make.int('residual.dense.units', 4, 9), bias: true }),
  ),
  build.permutation('permutation', [
    build.bend('permutation.bend', {}),
    build.squash('permutation.squash', {}),
  ]),
  build.switch_('switch', {
    on: make.reference('size'),
    cases: {
      small: build.bend('switch.small', {}),
      large: build.dense('switch.large.dense', { units: make.oneOf('switch.large.dense.units', [32, 64]) }),
    },
  }),
  build.dense('dense', { units: make.reference('data.classes') }),
])

export const space = make.searchSpace<Configuration>()({
  hyperparameters,
  model,
  constraints: [make.constraint('parameters <= 200000', (s) => s.parameters <= 200000)],
  facts: { 'data.classes': 10 },
  input: { shape: [1, 12, 12], type: 'real' },
})

/** A typed space goes wherever an untyped one is expected. */
export const untyped: SearchSpace = space
