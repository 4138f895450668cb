// Search spaces for tests: a few written ones, and an arbitrary that makes them up.
import fc from 'fast-check'
import * as combinators from '../../runtime/space/combinators/index.js'
import type { Component, Module } from '../../runtime/space/component.js'
import * as make from '../../runtime/space/constructors.js'
import type { Constraint, Hyperparameter, SearchSpace } from '../../runtime/space/search-space.js'
import type { Definition } from '../../schemas/definition.js'
import * as layers from './layers.js'

/** A component without the types of its options. */
export function component(
  definition: Definition,
  path: string,
  options: Component['options'] = {},
  at?: string,
): Component {
  return { definition, path, options, ...(at === undefined ? {} : { at }) }
}

/** A space of untyped parts on a 12×12 image. */
export function spaceOf(parts: {
  readonly hyperparameters?: readonly Hyperparameter[]
  readonly training?: Component
  readonly model?: Component
  readonly constraints?: readonly Constraint[]
}): SearchSpace {
  return {
    hyperparameters: [],
    constraints: [],
    facts: { 'data.classes': 10 },
    input: { shape: [1, 12, 12], type: 'real' },
    ...parts,
  }
}

/** A description that the arbitrary makes and `build` turns into a component with paths. */
type Plan =
  | { readonly kind: 'dense'; readonly units: readonly number[] }
  | { readonly kind: 'width' }
  | { readonly kind: 'conv'; readonly filters: readonly number[]; readonly kernel: readonly number[] }
  | { readonly kind: 'halved'; readonly units: readonly number[] }
  | { readonly kind: 'bend' | 'squash' }
  | { readonly kind: 'sequence' | 'choice' | 'permutation' | 'parallel'; readonly children: readonly Plan[] }
  | { readonly kind: 'optional' | 'residual'; readonly body: Plan }
  | {
      readonly kind: 'repeat'
      readonly times: readonly number[] | 'depth'
      readonly share: string
      readonly body: Plan
    }
  | { readonly kind: 'split_combine' | 'dense_block'; readonly times: readonly number[]; readonly body: Plan }

const some = (...values: readonly number[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 })

const plans = fc.letrec<{ tree: Plan; leaf: Plan }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ kind: fc.constant('dense' as const), units: some(2, 4, 6) }),
    fc.record({ kind: fc.constant('conv' as const), filters: some(1, 2), kernel: some(3, 5, 9) }),
    fc.record({ kind: fc.constant('halved' as const), units: some(2, 4, 6) }),
    fc.constant<Plan>({ kind: 'width' }),
    fc.constantFrom<Plan>({ kind: 'bend' }, { kind: 'squash' }),
  ),
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.record({
      kind: fc.constantFrom('sequence' as const, 'choice' as const, 'parallel' as const),
      children: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('permutation' as const),
      children: fc.array(tie('leaf'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constantFrom('optional' as const, 'residual' as const), body: tie('tree') }),
    fc.record({
      kind: fc.constant('repeat' as const),
      times: fc.oneof(some(1, 2), fc.constant('depth' as const)),
      share: fc.constantFrom('nothing', 'choices', 'weights'),
      body: tie('tree'),
    }),
    fc.record({
      kind: fc.constantFrom('split_combine' as const, 'dense_block' as const),
      times: some(1, 2),
      body: tie('leaf'),
    }),
  ),
}))

/** Finite spaces over every combinator, with hyperparameters that some of them read, seldom more than a few thousand configurations. */
export const finiteSpaces: fc.Arbitrary<SearchSpace> = fc
  .record({
    plan: plans.tree,
    unread: fc.boolean(),
    conditional: fc.boolean(),
    limit: fc.constantFrom(0, 300),
  })
  .map(({ plan, unread, conditional, limit }) => {
    const hyperparameters = [
      make.hyperparameter('depth', make.oneOf('depth', [1, 2])),
      make.hyperparameter('width', make.oneOf('width', [2, 4])),
      make.hyperparameter(
        'double',
        make.computed((s: { width: number }) => 2 * s.width),
      ),
      ...(unread ? [make.hyperparameter('unread', make.oneOf('unread', ['a', 'b', 'c']))] : []),
      ...(conditional
        ? [
            make.hyperparameter(
              'extra',
              make.int('extra', 1, 3),
              undefined,
              (s: { depth: number }) => s.depth === 2,
            ),
          ]
        : []),
    ]
    const constraints =
      limit === 0 ? [] : [make.constraint(`parameters < ${limit}`, (s) => s.parameters < limit)]
    return spaceOf({ hyperparameters, model: build(plan, 'm'), constraints })
  })

function build(plan: Plan, path: string): Component {
  const use = (definition: Definition, options: Component['options']): Component =>
    component(definition, path, options)
  switch (plan.kind) {
    case 'dense':
      return use(layers.dense, { units: make.oneOf(`${path}.units`, plan.units) })
    case 'width':
      return use(layers.dense, { units: make.reference('double') })
    case 'halved':
      return use(layers.dense, {
        units: make.oneOf(`${path}.units`, plan.units, undefined, {
          where: (s: { value: number; 'input.size': number }) => 2 * s.value <= s['input.size'],
        }),
      })
    case 'conv':
      return use(layers.conv, {
        filters: make.oneOf(`${path}.filters`, plan.filters),
        kernel: make.oneOf(`${path}.kernel`, plan.kernel),
      })
    case 'bend':
      return use(layers.bend, {})
    case 'squash':
      return use(layers.squash, {})
    case 'sequence':
      return use(combinators.sequence, { children: buildAll(plan.children, path) })
    case 'permutation':
      return use(combinators.permutation, { children: buildAll(plan.children, path) })
    case 'parallel':
      return use(combinators.parallel, { branches: buildAll(plan.children, path), merge: 'concat' })
    case 'choice':
      return use(combinators.choice, {
        alternatives: Object.fromEntries(
          plan.children.map((child, index) => [`c${index}`, build(child, `${path}.c${index}`)]),
        ),
      })
    case 'optional':
      return use(combinators.optional, { body: build(plan.body, `${path}.body`) })
    case 'residual':
      return use(combinators.residual, { body: build(plan.body, `${path}.body`) })
    case 'repeat': {
      const times = plan.times === 'depth' ? make.reference('depth') : make.oneOf(`${path}.times`, plan.times)
      const body = build(plan.body, plan.share === 'nothing' ? `${path}[*].body` : `${path}.body`)
      return use(combinators.repeat, { times, share: plan.share, body })
    }
    case 'split_combine':
    case 'dense_block': {
      const definition = plan.kind === 'dense_block' ? combinators.denseBlock : combinators.splitCombine
      return use(definition, {
        times: make.oneOf(`${path}.times`, plan.times),
        body: build(plan.body, `${path}[*].body`),
      })
    }
  }
}

const buildAll = (children: readonly Plan[], path: string): readonly Component[] =>
  children.map((child, index) => build(child, `${path}.c${index}`))

/** The tree of a typed module, for tests that build their own. */
export type { Module }
