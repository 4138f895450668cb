// Random well-typed terms for properties.
import fc from 'fast-check'
import type { BinaryOperator, Term } from '../../schemas/term.js'

/** Names that random terms mention, with values. */
export const termNames = { width: 8, rate: 0.25, 'data.classes': 10, 'repeat[0].conv2d.filters': 3 } as const

const { number: numeric, boolean: logical } = fc.letrec<{ number: Term; boolean: Term }>((tie) => {
  const binary = (
    operators: readonly BinaryOperator[],
    left: fc.Arbitrary<Term>,
    right: fc.Arbitrary<Term>,
  ) =>
    fc
      .tuple(fc.constantFrom(...operators), left, right)
      .map(([operator, a, b]): Term => ({ kind: 'binary', operator, left: a, right: b }))
  const conditional = (branch: fc.Arbitrary<Term>) =>
    fc
      .tuple(tie('boolean'), branch, branch)
      .map(([test, then, otherwise]): Term => ({ kind: 'conditional', test, then, otherwise }))
  return {
    number: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(
        fc
          .double({ noNaN: true, noDefaultInfinity: true, min: 0 })
          .map((value): Term => ({ kind: 'number', value })),
        fc.nat(20).map((value): Term => ({ kind: 'number', value })),
        fc.constantFrom(...Object.keys(termNames), 'absent').map((name): Term => ({ kind: 'name', name })),
      ),
      tie('number').map((operand): Term => ({ kind: 'unary', operator: '-', operand })),
      binary(['+', '-', '*', '/', '%', '**'], tie('number'), tie('number')),
      conditional(tie('number')),
      fc
        .tuple(
          fc.constantFrom('min' as const, 'max' as const),
          fc.array(tie('number'), { minLength: 1, maxLength: 3 }),
        )
        .map(([name, values]): Term => ({ kind: 'call', name, arguments: values })),
      fc
        .tuple(
          fc.constantFrom(...(['abs', 'floor', 'ceil', 'round', 'sqrt', 'log', 'log2', 'exp'] as const)),
          tie('number'),
        )
        .map(([name, value]): Term => ({ kind: 'call', name, arguments: [value] })),
    ),
    boolean: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.boolean().map((value): Term => ({ kind: 'boolean', value })),
      binary(['<', '<=', '>', '>=', '==', '!='], tie('number'), tie('number')),
      binary(['==', '!='], stringTerm(), stringTerm()),
      binary(['&&', '||'], tie('boolean'), tie('boolean')),
      tie('boolean').map((operand): Term => ({ kind: 'unary', operator: '!', operand })),
      conditional(tie('boolean')),
    ),
  }
})

function stringTerm(): fc.Arbitrary<Term> {
  return fc.string({ unit: 'binary', maxLength: 4 }).map((value): Term => ({ kind: 'string', value }))
}

/** Random terms of a number or a boolean. */
export const arbitraryTerm: fc.Arbitrary<Term> = fc.oneof(numeric, logical)
