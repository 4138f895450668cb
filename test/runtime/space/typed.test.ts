// The contract between a plan's tree and its `Configuration`, by the type checker's own word.
import { describe, expect, test } from '@jest/globals'
import { typeChecker } from '../../support/type-errors.js'

const checker = typeChecker('test/support/typed-space.ts')

const edited = (from: string, to: string): string => {
  expect(checker.text).toContain(from)
  return checker.errors(checker.text.replace(from, to)).join('\n')
}

describe('searchSpace<Configuration>()', () => {
  test('accepts a tree whose decisions are those of the interface', () => {
    expect(checker.errors(checker.text)).toEqual([])
  })

  test.each([
    ['a fixed value in place of a choice', "make.oneOf('repeat.times', [1, 2])", '2', 'repeat.times'],
    ['a value taken from a choice', "'width', [8, 16]", "'width', [8]", 'width'],
    ['a value added to a choice', "'width', [8, 16]", "'width', [8, 16, 32]", 'width'],
    ['another path', "make.oneOf('size'", "make.oneOf('sizes'", 'size'],
    ['another name of an alternative', '        squash: build', '        crush: build', 'repeat[*].choice'],
    [
      'an alternative deleted',
      "        bend: build.bend('repeat[*].choice.bend', {}),\n",
      '',
      'repeat[*].choice',
    ],
    ['another list among lists', '          [5, 5],', '          [7, 7],', 'repeat[*].conv.kernel'],
    ['a distribution made a value', "make.int('residual.dense.units', 4, 9)", '4', 'residual.dense.units'],
    [
      'a module with a choice deleted',
      "build.permutation('permutation',",
      "build.sequence('permutation',",
      'permutation',
    ],
    [
      'a hyperparameter deleted',
      "  make.hyperparameter('rate', make.logUniform('rate', 1e-4, 1e-1)),\n",
      '',
      'rate',
    ],
    [
      'a choice inside a case deleted',
      "make.oneOf('switch.large.dense.units', [32, 64])",
      '32',
      'switch.large.dense.units',
    ],
    ['a key deleted from the interface', '  readonly permutation: string\n', '', 'permutation'],
    [
      'a choice of copies made one choice',
      "make.oneOf('repeat[*].conv.filters'",
      "make.oneOf('repeat.conv.filters'",
      'repeat.conv.filters',
    ],
  ])('%s is a type error that names the decision', (_, from, to, path) => {
    const errors = edited(from, to)
    expect(errors).toContain(`differs from Configuration: ${path}`)
  })

  test.each([
    ['an unknown option', "{ rate: make.reference('rate') }", "{ rates: make.reference('rate') }"],
    [
      'a missing required option',
      "build.dense('dense', { units: make.reference('data.classes') })",
      "build.dense('dense', {})",
    ],
    ['a value of the wrong type', 'bias: true', "bias: 'yes'"],
    ['a layer where a component of another role belongs', "build.bend('switch.small', {})", '3'],
  ])('%s is a type error', (_, from, to) => {
    expect(edited(from, to)).not.toBe('')
  })

  test('a space of a hundred components costs the checker little', () => {
    const many = Array.from(
      { length: 100 },
      (_, index) =>
        `  build.choice('c${index}', { bend: build.bend('c${index}.bend', {}), dense: build.dense('c${index}.dense', { units: make.oneOf('c${index}.dense.units', [${index + 1}, ${index + 500}]) }) }),`,
    ).join('\n')
    const keys = Array.from(
      { length: 100 },
      (_, index) =>
        `readonly c${index}: 'bend' | 'dense'; readonly 'c${index}.dense.units': ${index + 1} | ${index + 500}`,
    ).join('\n')
    const head = checker.text.slice(0, checker.text.indexOf('/** The choices'))
    const text = `${head}export interface Configuration {${keys}}
export const space: SearchSpace = make.searchSpace<Configuration>()({ model: build.sequence('', [\n${many}\n]) })
export const others = make`
    expect(checker.errors(text)).toEqual([])
    // It makes 70,000 types; one that grew with the square of the components would make millions.
    expect(checker.instantiations()).toBeLessThan(250_000)
    expect(checker.errors(text.replace('[50, 549]', '[50, 550]')).join()).toContain('c49.dense.units')
  })
})
