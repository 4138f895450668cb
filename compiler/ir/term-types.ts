// Type rules of expressions: what each operator takes. Names without a known type may be anything.
import { partsOf } from '../../runtime/catalogue.js'
import type { Term } from '../../schemas/term.js'
import { showTerm } from './print.js'
import { termType, type Types } from './scope-types.js'

/** The first place of a term where the types do not fit, in one sentence; undefined where all do. */
export function typeFault(term: Term, known: Types, expected?: 'boolean'): string | undefined {
  for (const part of partsOf(term)) {
    const fault = typeFault(part, known)
    if (fault !== undefined) return fault
  }
  return ownFault(term, known) ?? (expected === undefined ? undefined : wanted(term, expected, known))
}

function ownFault(term: Term, known: Types): string | undefined {
  if (term.kind === 'unary') return wanted(term.operand, term.operator === '-' ? 'number' : 'boolean', known)
  if (term.kind === 'call') return firstOf(term.arguments.map((each) => wanted(each, 'number', known)))
  if (term.kind === 'conditional') return conditionalFault(term, known)
  if (term.kind !== 'binary') return undefined
  const { left, right, operator } = term
  if (operator === '==' || operator === '!=') return comparisonFault(left, right, known)
  const operand = operator === '&&' || operator === '||' ? 'boolean' : 'number'
  return firstOf([wanted(left, operand, known), wanted(right, operand, known)])
}

function conditionalFault(term: Extract<Term, { kind: 'conditional' }>, known: Types): string | undefined {
  return wanted(term.test, 'boolean', known) ?? comparisonFault(term.then, term.otherwise, known)
}

function comparisonFault(left: Term, right: Term, known: Types): string | undefined {
  const [a, b] = [typesOf(left, known), typesOf(right, known)]
  if (a === undefined || b === undefined || a.some((type) => b.includes(type))) return undefined
  return `'${showTerm(left)}' is a ${a.join(' or ')} and '${showTerm(right)}' a ${b.join(' or ')}; one type was expected`
}

function wanted(term: Term, type: 'number' | 'boolean', known: Types): string | undefined {
  const types = typesOf(term, known)
  if (types === undefined || types.every((each) => each === type)) return undefined
  return `'${showTerm(term)}' is a ${types.join(' or ')}; a ${type} was expected`
}

/** Types that a term can have; undefined where that is not known. */
function typesOf(term: Term, known: Types): readonly string[] | undefined {
  if (term.kind === 'name') return distinctOf(known.get(term.name))
  if (term.kind === 'conditional') return typesOf(term.then, known)
  return [termType(term, known)]
}

const distinctOf = (types: readonly string[] | undefined): readonly string[] | undefined =>
  types === undefined ? undefined : [...new Set(types)]

const firstOf = (faults: readonly (string | undefined)[]): string | undefined =>
  faults.find((fault) => fault !== undefined)
