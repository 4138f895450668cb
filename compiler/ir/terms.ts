// Expressions of a document → terms, with the parameters of definitions replaced by what they stand for.
import { invariant, partsOf } from '../../runtime/catalogue.js'
import type { Term } from '../../schemas/term.js'
import { parseExpression } from '../resolve/expression.js'
import { finding } from '../source/finding.js'
import { valueOf, type LocatedNode, type LocatedScalar } from '../source/located-node.js'
import { referenceOf } from '../validate/open-values.js'
import type { Building, Environment } from './building.js'

/** The term of an expression's text. Syntax was validated before; what is wrong all the same is reported. */
export function readTerm(text: LocatedScalar, building: Building, environment: Environment): Term {
  const parsed = parseExpression(String(text.value))
  if ('term' in parsed) return substitute(parsed.term, text, building, environment)
  building.report(
    finding('expression-syntax', text.span, `'${String(text.value)}' cannot be read: ${parsed.problem}`),
  )
  return { kind: 'number', value: 0 }
}

function substitute(term: Term, text: LocatedScalar, building: Building, environment: Environment): Term {
  if (environment.parameters.size === 0) return term
  if (term.kind === 'name') {
    const argument = environment.parameters.get(term.name)
    return argument === undefined ? term : argumentTerm(argument.node, text, building, argument.environment)
  }
  const replace = (part: Term): Term => substitute(part, text, building, environment)
  switch (term.kind) {
    case 'unary':
      return { ...term, operand: replace(term.operand) }
    case 'binary':
      return { ...term, left: replace(term.left), right: replace(term.right) }
    case 'conditional':
      return {
        ...term,
        test: replace(term.test),
        then: replace(term.then),
        otherwise: replace(term.otherwise),
      }
    case 'call':
      return { ...term, arguments: term.arguments.map(replace) }
    default:
      invariant(partsOf(term).length === 0, `a term '${term.kind}' with parts was not substituted`)
      return term
  }
}

/** An argument inside an expression: a number, a word, a reference or another expression, but nothing that is still open. */
function argumentTerm(
  node: LocatedNode,
  text: LocatedScalar,
  building: Building,
  environment: Environment,
): Term {
  const inner = valueOf(node, 'expr')
  if (inner?.kind === 'scalar') return readTerm(inner, building, environment)
  if (node.kind === 'scalar') {
    const { value } = node
    if (typeof value === 'number') {
      return value < 0
        ? { kind: 'unary', operator: '-', operand: { kind: 'number', value: -value } }
        : { kind: 'number', value }
    }
    if (typeof value === 'boolean') return { kind: 'boolean', value }
    const name = referenceOf(node)
    if (name !== undefined) {
      const outer = environment.parameters.get(name)
      if (outer !== undefined) return argumentTerm(outer.node, text, building, outer.environment)
      return { kind: 'name', name }
    }
    if (typeof value === 'string') return { kind: 'string', value }
  }
  building.report(
    finding(
      'open-argument-in-expression',
      text.span,
      `'${String(text.value)}' uses a parameter whose argument is a choice; an expression needs a value`,
      {
        hint: 'make the choice a hyperparameter and give the definition `$name`',
        related: { message: 'the argument', span: node.span },
      },
    ),
  )
  return { kind: 'number', value: 0 }
}
