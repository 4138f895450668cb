// The meaning of terms: pure evaluation. The compiler prints the same terms as TypeScript; a test holds both equal.
import type { Term, TermFunction } from '../../schemas/term.js'
import { unreachable } from './invariant.js'
import { power } from './power.js'

/** What a term can be or see; lists can only be looked up. A name that is absent is `undefined`, as it is in a plan. */
export type TermValue = number | string | boolean | readonly (number | string | boolean)[] | undefined

/** Values by bare or dotted name. */
export type TermScope = Readonly<Record<string, TermValue>>

/** Value of a term; arithmetic is that of IEEE doubles, so a name without a value gives NaN and comparisons with it are false. */
export function evaluateTerm(term: Term, scope: TermScope): TermValue {
  switch (term.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return term.value
    case 'name':
      return Object.hasOwn(scope, term.name) ? scope[term.name] : undefined
    case 'unary': {
      const operand = evaluateTerm(term.operand, scope)
      return term.operator === '-' ? -numberOf(operand) : operand !== true
    }
    case 'binary':
      return evaluateBinary(term, scope)
    case 'conditional':
      return evaluateTerm(evaluateTerm(term.test, scope) === true ? term.then : term.otherwise, scope)
    case 'call':
      return callOf(term.name)(...term.arguments.map((argument) => numberOf(evaluateTerm(argument, scope))))
    default:
      return unreachable(term)
  }
}

/** Names that a term mentions, in order of first mention. */
export function namesOf(term: Term): readonly string[] {
  const found = new Set<string>()
  const visit = (part: Term): void => {
    if (part.kind === 'name') found.add(part.name)
    for (const below of partsOf(part)) visit(below)
  }
  visit(term)
  return [...found]
}

/** The terms directly below a term. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'number':
    case 'string':
    case 'boolean':
    case 'name':
      return []
    case 'unary':
      return [term.operand]
    case 'binary':
      return [term.left, term.right]
    case 'conditional':
      return [term.test, term.then, term.otherwise]
    case 'call':
      return term.arguments
    default:
      return unreachable(term)
  }
}

function evaluateBinary(term: Extract<Term, { kind: 'binary' }>, scope: TermScope): TermValue {
  const left = evaluateTerm(term.left, scope)
  if (term.operator === '&&') return left === true ? evaluateTerm(term.right, scope) : false
  if (term.operator === '||') return left === true ? true : evaluateTerm(term.right, scope)
  const right = evaluateTerm(term.right, scope)
  switch (term.operator) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(term.operator, left, right)
    case '+':
      return numberOf(left) + numberOf(right)
    case '-':
      return numberOf(left) - numberOf(right)
    case '*':
      return numberOf(left) * numberOf(right)
    case '/':
      return numberOf(left) / numberOf(right)
    case '%':
      return numberOf(left) % numberOf(right)
    case '**':
      return power(numberOf(left), numberOf(right))
    default:
      return unreachable(term.operator)
  }
}

function compare(operator: '<' | '<=' | '>' | '>=', left: TermValue, right: TermValue): boolean {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

const numberOf = (value: TermValue): number => (typeof value === 'number' ? value : Number.NaN)

const callOf = (name: TermFunction): ((...values: readonly number[]) => number) => Math[name]
