// Expressions compute with numbers, compare like with like, and combine truth values; nothing is converted silently.
import type { Diagnostic, Span } from '../../../schemas/diagnostic.js'
import type { Term } from '../../../schemas/term.js'
import { finding } from '../../source/finding.js'
import type { SpaceNode, ValueNode } from '../nodes.js'
import { hyperparameterTypes, valueTypes, valuesBelow, type Types } from '../scope-types.js'
import { typeFault } from '../term-types.js'
import type { Check } from './check.js'

export const expressionType: Check = ({ spaces }) => spaces.flatMap(({ node }) => [...faultsOf(node)])

function* faultsOf(space: SpaceNode): Generator<Diagnostic> {
  const known = hyperparameterTypes(space)
  for (const { when, value, span } of space.hyperparameters) {
    if (when !== undefined) yield* judge(when, 'boolean', known, span)
    yield* inValue(value, known)
  }
  yield* inValue(space.training, known)
  if (space.model !== undefined) yield* inValue(space.model, known)
  for (const { term, span } of space.constraints) yield* judge(term, 'boolean', known, span)
}

function* inValue(value: ValueNode, known: Types): Generator<Diagnostic> {
  if (value.kind === 'computed') yield* judge(value.term, undefined, known, value.span)
  if (value.kind === 'choice' && value.where !== undefined) {
    const inside = new Map(known).set(
      'value',
      value.values.flatMap((each) => valueTypes(each, known)),
    )
    yield* judge(value.where, 'boolean', inside, value.span)
  }
  for (const below of valuesBelow(value)) yield* inValue(below, known)
}

function* judge(
  term: Term,
  expected: 'boolean' | undefined,
  known: Types,
  span: Span,
): Generator<Diagnostic> {
  const fault = typeFault(term, known, expected)
  if (fault !== undefined) {
    yield finding('expression-type', span, fault, {
      hint: 'compare numbers with numbers and words with words',
    })
  }
}
