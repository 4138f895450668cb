// What choosing picks: order of decisions, paths, shapes, shared choices and weights, rejections, replay.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as combinators from '../../../runtime/space/combinators/index.js'
import type { Component } from '../../../runtime/space/component.js'
import * as make from '../../../runtime/space/constructors.js'
import type { Configuration, Value } from '../../../runtime/space/decision.js'
import type { ModuleTree } from '../../../runtime/space/module-tree.js'
import { Rejection } from '../../../runtime/space/module-tree.js'
import { choicesOf, replay } from '../../../runtime/space/replay.js'
import { attemptWalk, randomly } from '../../../runtime/space/sample.js'
import type { SearchSpace, Specified } from '../../../runtime/space/search-space.js'
import { ConstraintRejection, specify } from '../../../runtime/space/specify.js'
import { randomStream } from '../../../runtime/support/random.js'
import { PlanError } from '../../../schemas/diagnostic.js'
import { bend, conv, dense, drop, squash } from '../../support/layers.js'
import { component, finiteSpaces, spaceOf } from '../../support/spaces.js'

const { sequence, choice, optional, repeat, residual, permutation, parallel, shared, denseBlock, switch_ } =
  combinators
const splitCombine = combinators.splitCombine

/** Specifies by values in order; fails when more or fewer are asked for. */
function pick(space: SearchSpace, ...values: readonly Value[]): Specified {
  let next = 0
  const specified = specify(space, () => {
    const value = values[next]
    next += 1
    if (value === undefined) throw new Error('more decisions than values')
    return value
  })
  expect(next).toBe(values.length)
  return specified
}

const modelOf = (model: Component): SearchSpace => spaceOf({ model })

/** `conv>bend>(dense+dense|concat)`, with shapes. */
function show(tree: ModuleTree | undefined): string {
  if (tree === undefined) return ''
  switch (tree.kind) {
    case 'layer':
      return `${tree.layer.definition.kind}:${tree.output.shape.join('x')}`
    case 'sequence':
      return `[${tree.children.map(show).join(' ')}]`
    case 'residual':
      return `res(${show(tree.body)}):${tree.output.shape.join('x')}`
    case 'parallel':
      return `${tree.merge}(${tree.branches.map(show).join(' | ')}):${tree.output.shape.join('x')}`
  }
}

const chooseUnits = (path: string, ...units: number[]): Component =>
  component(dense, path, { units: make.oneOf(`${path}.units`, units) })

describe('specify', () => {
  test('decides hyperparameters, then training, then the model depth first, options in the order of the definition', () => {
    const space = spaceOf({
      hyperparameters: [
        make.hyperparameter('rate', make.logUniform('rate', 1e-3, 1)),
        make.hyperparameter('width', make.oneOf('width', [2, 4])),
        make.hyperparameter(
          'double',
          make.computed((s: { width: number }) => 2 * s.width),
        ),
      ],
      training: component(drop, 'train', { rate: make.uniform('train.rate', 0, 1) }),
      model: component(sequence, '', {
        children: [
          component(choice, 'choice', {
            alternatives: {
              conv: component(conv, 'choice.conv', {
                kernel: make.oneOf('choice.conv.kernel', [3, 5]),
                filters: make.oneOf('choice.conv.filters', [1, 2]),
              }),
              bend: component(bend, 'choice.bend'),
            },
          }),
          component(optional, 'optional', { body: component(squash, 'optional.squash') }),
          component(dense, 'dense', { units: make.reference('double') }),
        ],
      }),
    })
    const specified = pick(space, 0.01, 4, 0.3, 'conv', 2, 5, true)
    expect(specified.configuration).toEqual({
      rate: 0.01,
      width: 4,
      'train.rate': 0.3,
      choice: 'conv',
      'choice.conv.filters': 2,
      'choice.conv.kernel': 5,
      optional: true,
    })
    expect(specified.decisions.map((decision) => decision.structural)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      true,
    ])
    expect(specified.hyperparameters).toEqual({ rate: 0.01, width: 4, double: 8 })
    expect(show(specified.model)).toBe('[conv:2x8x8 squash:2x8x8 dense:8]')
    expect(specified.parameters).toBe(2 * (25 + 1) + (2 * 8 * 8 * 8 + 8))
    expect(specified.training?.options).toEqual({ rate: 0.3 })
  })

  test('never offers a choice with one value left, and remembers the value as settled', () => {
    const space = modelOf(
      component(dense, 'dense', {
        units: make.oneOf('dense.units', [2, 400], undefined, {
          where: (s: { value: number; 'input.size': number }) => s.value < s['input.size'],
        }),
        bias: make.oneOf('dense.bias', [true]),
      }),
    )
    const specified = pick(space)
    expect(specified.configuration).toEqual({})
    expect(specified.settled).toEqual({ 'dense.units': 2, 'dense.bias': true })
    expect(replay(space, { 'dense.units': 2 }).configuration).toEqual({})
    expect(() => replay(space, { 'dense.units': 400 })).toThrow("'dense.units' is 400")
  })

  test('numbers the copies of a repeat that shares nothing, nested ones too', () => {
    const inner = component(repeat, 'repeat[*].repeat', {
      times: make.oneOf('repeat[*].repeat.times', [1, 2]),
      body: chooseUnits('repeat[*].repeat[*].dense', 2, 4),
    })
    const space = modelOf(
      component(repeat, 'repeat', { times: make.oneOf('repeat.times', [1, 2]), body: inner }),
    )
    const specified = pick(space, 2, 1, 2, 2, 4, 2)
    expect(Object.entries(specified.configuration)).toEqual([
      ['repeat.times', 2],
      ['repeat[0].repeat.times', 1],
      ['repeat[0].repeat[0].dense.units', 2],
      ['repeat[1].repeat.times', 2],
      ['repeat[1].repeat[0].dense.units', 4],
      ['repeat[1].repeat[1].dense.units', 2],
    ])
    const scopes = specified.model?.kind === 'sequence' ? specified.model.children : []
    expect(scopes.map((child) => child.kind === 'layer' && child.parameters)).toEqual([
      'repeat[0].repeat[0].dense',
      'repeat[1].repeat[0].dense',
      'repeat[1].repeat[1].dense',
    ])
  })

  test('replays the first copy into the others where choices are shared, weights apart', () => {
    const body = component(sequence, 'repeat', {
      children: [
        chooseUnits('repeat.dense', 2, 4),
        component(choice, 'repeat.choice', {
          alternatives: { bend: component(bend, 'b'), squash: component(squash, 's') },
        }),
      ],
    })
    const model = component(repeat, 'repeat', { times: 3, share: 'choices', body })
    const specified = pick(modelOf(model), 4, 'squash')
    expect(show(specified.model)).toBe('[dense:4 squash:4 dense:4 squash:4 dense:4 squash:4]')
    expect(specified.parameters).toBe(144 * 4 + 4 + 2 * (4 * 4 + 4))
  })

  test('counts shared weights once, and rejects them where their sizes differ', () => {
    const body = chooseUnits('repeat.dense', 4, 144)
    const model = component(repeat, 'repeat', { times: 3, share: 'weights', body })
    const same = pick(modelOf(model), 144)
    expect(same.parameters).toBe(144 * 144 + 144)
    expect(same.flops).toBe(3 * 2 * 144 * 144)
    expect(() => pick(modelOf(model), 4)).toThrow(Rejection)
  })

  test('uses a shared module twice: one choice, one set of weights', () => {
    const model = component(sequence, '', {
      children: [
        component(dense, 'dense', { units: 4 }),
        component(shared, 'shared', { as: 'block', body: chooseUnits('shared.dense', 4, 8) }),
        component(bend, 'bend'),
        component(shared, 'shared#2', { as: 'block' }),
      ],
    })
    const specified = pick(modelOf(model), 4)
    expect(show(specified.model)).toBe('[dense:4 dense:4 bend:4 dense:4]')
    expect(specified.parameters).toBe(144 * 4 + 4 + (4 * 4 + 4))
    expect(() => pick(modelOf(model), 8)).toThrow('shared')
  })

  test('takes the case that a hyperparameter names', () => {
    const space = spaceOf({
      hyperparameters: [make.hyperparameter('kind', make.oneOf('kind', ['a', 'b', 'c']))],
      model: component(switch_, 'switch', {
        on: make.reference('kind'),
        cases: { a: component(bend, 'switch.a'), b: chooseUnits('switch.b', 2, 3) },
      }),
    })
    expect(show(pick(space, 'a').model)).toBe('bend:1x12x12')
    expect(show(pick(space, 'b', 3).model)).toBe('dense:3')
    expect(pick(space, 'a').decisions[0]?.structural).toBe(true)
    expect(() => pick(space, 'c')).toThrow("no case is named 'c'")
  })

  test('orders the modules of a permutation', () => {
    const children = [component(bend, 'p.bend'), component(squash, 'p.squash'), component(drop, 'p.drop')]
    const space = modelOf(component(permutation, 'p', { children }))
    expect(show(pick(space, 'squash,drop,bend').model)).toBe('[squash:1x12x12 drop:1x12x12 bend:1x12x12]')
    const [decision] = pick(space, 'bend,squash,drop').decisions
    expect(decision?.domain).toEqual({
      kind: 'values',
      ordered: false,
      values: [
        'bend,squash,drop',
        'bend,drop,squash',
        'squash,bend,drop',
        'squash,drop,bend',
        'drop,bend,squash',
        'drop,squash,bend',
      ],
    })
  })

  test('pads residual sums per axis, and flattens where ranks differ', () => {
    const wide = component(residual, 'residual', {
      body: component(conv, 'residual.conv', { filters: 3, kernel: 5 }),
    })
    expect(show(pick(modelOf(wide)).model)).toBe('res(conv:3x8x8):3x12x12')
    const flat = component(residual, 'residual', { body: component(dense, 'residual.dense', { units: 10 }) })
    expect(show(pick(modelOf(flat)).model)).toBe('res(dense:10):144')
  })

  test('joins parallel branches along channels and refuses those that do not fit', () => {
    const branch = (index: number, kernel: number): Component =>
      component(conv, `parallel.conv${index}`, { filters: index, kernel, padding: 'same' })
    const joined = component(parallel, 'parallel', { branches: [branch(1, 3), branch(2, 5)] })
    expect(show(pick(modelOf(joined)).model)).toBe('concat(conv:1x12x12 | conv:2x12x12):3x12x12')
    const added = component(parallel, 'parallel', { branches: [branch(1, 3), branch(2, 5)], merge: 'add' })
    expect(() => pick(modelOf(added))).toThrow("'add' needs branches of one shape, not 1×12×12 and 2×12×12")
  })

  test('splits into copies and combines them', () => {
    const model = component(splitCombine, 'split', {
      times: make.oneOf('split.times', [1, 2]),
      merge: 'max',
      body: component(sequence, 'split[*]', {
        children: [chooseUnits('split[*].dense', 2, 4), component(dense, 'split[*].dense#2', { units: 3 })],
      }),
    })
    expect(show(pick(modelOf(model), 2, 2, 4).model)).toBe('max([dense:2 dense:3] | [dense:4 dense:3]):3')
    expect(show(pick(modelOf(model), 1, 2).model)).toBe('[dense:2 dense:3]')
  })

  test('grows a dense block', () => {
    const block = (end: boolean): SearchSpace =>
      modelOf(
        component(denseBlock, 'dense_block', {
          times: 2,
          end_in_concat: end,
          body: component(conv, 'dense_block[*].conv', { filters: 2, padding: 'same' }),
        }),
      )
    expect(show(pick(block(true)).model)).toBe(
      '[concat([] | conv:2x12x12):3x12x12 concat([] | conv:2x12x12):5x12x12]',
    )
    expect(show(pick(block(false)).model)).toBe('[concat([] | conv:2x12x12):3x12x12 conv:2x12x12]')
  })

  test('decides a hyperparameter only where its condition holds', () => {
    const space = spaceOf({
      hyperparameters: [
        make.hyperparameter('optimizer', make.oneOf('optimizer', ['sgd', 'momentum'])),
        make.hyperparameter(
          'momentum',
          make.uniform('momentum', 0, 1),
          undefined,
          (s: { optimizer: string }) => s.optimizer === 'momentum',
        ),
      ],
    })
    expect(pick(space, 'sgd').configuration).toEqual({ optimizer: 'sgd' })
    expect(pick(space, 'momentum', 0.9).configuration).toEqual({ optimizer: 'momentum', momentum: 0.9 })
    expect(pick(space, 'sgd').decisions[0]?.structural).toBe(true)
  })

  test('refuses configurations by constraints over costs, hyperparameters and choices', () => {
    const space = spaceOf({
      model: chooseUnits('dense', 2, 400),
      constraints: [
        make.constraint('parameters < 1000', (s) => s.parameters < 1000, '9:1'),
        make.constraint('dense.units > 1', (s: { 'dense.units': number }) => s['dense.units'] > 1),
      ],
    })
    expect(pick(space, 2).parameters).toBe(290)
    expect(() => pick(space, 400)).toThrow(ConstraintRejection)
    expect(() => pick(space, 400)).toThrow("constraint 'parameters < 1000' does not hold")
  })

  test('names the layer that cannot be built', () => {
    const model = component(
      conv,
      'conv',
      { filters: 1, kernel: make.oneOf('conv.kernel', [3, 13]) },
      'a.yaml:3:9',
    )
    expect(() => pick(modelOf(model), 13)).toThrow(
      expect.objectContaining({
        path: 'conv',
        at: 'a.yaml:3:9',
        message: 'the kernel is larger than the image',
      }),
    )
  })

  test('keeps hostile names as names', () => {
    const names = ['__proto__', 'constructor', 'toString']
    const space = spaceOf({
      hyperparameters: names.map((name) => make.hyperparameter(name, make.oneOf(name, [1, 2]))),
      constraints: [
        make.constraint('sum', (s: Readonly<Record<string, number>>) =>
          names.every((name) => s[name] === 1 || s[name] === 2),
        ),
      ],
    })
    const { configuration } = pick(space, 1, 2, 1)
    expect(Object.entries(configuration)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['toString', 1],
    ])
    expect(replay(space, configuration).configuration).toEqual(configuration)
    expect(() => replay(space, { constructor: 1, toString: 1 } as unknown as Configuration)).toThrow(
      "no value for '__proto__'",
    )
  })

  test('says that a reference has no value', () => {
    const model = component(dense, 'dense', { units: make.reference('width', 'a.yaml:1:2') })
    expect(() => pick(modelOf(model))).toThrow("'$width' has no value here (a.yaml:1:2)")
  })
})

describe('replay', () => {
  const space = modelOf(chooseUnits('dense', 2, 4))

  test.each<readonly [string, Configuration, string]>([
    ['a missing choice', {}, "no value for 'dense.units'"],
    ['an illegal value', { 'dense.units': 3 }, "'dense.units' is 3, which is not among 2 | 4"],
    ['an unknown choice', { 'dense.units': 2, 'dense.bias': true }, "no choice 'dense.bias'"],
    ['a value of another type', { 'dense.units': '2' }, `'dense.units' is "2"`],
  ])('refuses %s with its path', (_, configuration, message) => {
    expect(() => replay(space, configuration)).toThrow(PlanError)
    expect(() => replay(space, configuration)).toThrow(message)
  })

  test('gives back what was specified, for any space and any choices', () => {
    fc.assert(
      fc.property(finiteSpaces, fc.integer({ min: 0, max: 1000 }), (space, seed) => {
        const specified = attemptWalk(
          (decide) => specify(space, decide),
          randomly(randomStream('replay', seed)),
        )
        if (specified === undefined) return
        const again = replay(space, specified.configuration)
        expect(again).toEqual(specified)
        const recorded: Configuration = JSON.parse(JSON.stringify(specified.configuration)) as Configuration
        expect(replay(space, { ...specified.settled, ...recorded }).configuration).toEqual(recorded)
        expect(choicesOf(again).map(({ decision }) => decision.path)).toEqual(Object.keys(recorded))
      }),
      { seed: 3, numRuns: 150 },
    )
  })
})
