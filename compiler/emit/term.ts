// Terms as TypeScript: the same meaning as `runtime/support/term.ts` gives them, with no parenthesis that is not needed.
import type { BinaryOperator, Term } from '../../schemas/term.js'
import { partsOf, unreachable } from '../../runtime/catalogue.js'
import { quote } from './text.js'

/** Name of the parameter through which an expression sees values. */
export const scopeName = 's'

const conditionalRank = 0
const unaryRank = 13
const atomRank = 15

const ranks: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 12,
}

/** A term as an expression of TypeScript over `s`. */
export function printTerm(term: Term): string {
  switch (term.kind) {
    case 'number':
    case 'boolean':
      return String(term.value)
    case 'string':
      return quote(term.value)
    case 'name':
      return /^[A-Za-z_][A-Za-z0-9_]*$/.test(term.name)
        ? `${scopeName}.${term.name}`
        : `${scopeName}[${quote(term.name)}]`
    case 'unary':
      return `${term.operator}${printUnder(term.operand, unaryRank + 1)}`
    case 'binary':
      return printBinary(term)
    case 'conditional': {
      const test = printUnder(term.test, conditionalRank + 1)
      return `${test} ? ${printUnder(term.then, conditionalRank + 1)} : ${printTerm(term.otherwise)}`
    }
    case 'call':
      return `Math.${term.name}(${term.arguments.map(printTerm).join(', ')})`
    default:
      return unreachable(term)
  }
}

/**
 * Whether a term has a power that plans take from the library: the language's own `**` differs in its last bits between
 * engines. Squares are exact everywhere and stay as they were written.
 */
export const usesPower = (term: Term): boolean => needsPower(term) || partsOf(term).some(usesPower)

const needsPower = (term: Term): boolean =>
  term.kind === 'binary' &&
  term.operator === '**' &&
  !(term.right.kind === 'number' && term.right.value === 2)

function printBinary(term: Extract<Term, { kind: 'binary' }>): string {
  if (needsPower(term)) return `power(${printTerm(term.left)}, ${printTerm(term.right)})`
  const rank = ranks[term.operator]
  const operator = term.operator === '==' ? '===' : term.operator === '!=' ? '!==' : term.operator
  // A power binds to the right and takes no sign before it; everything else binds to the left.
  const [left, right] = term.operator === '**' ? [unaryRank + 1, rank] : [rank, rank + 1]
  return `${printUnder(term.left, left)} ${operator} ${printUnder(term.right, right)}`
}

/** Prints a part, in parentheses where it binds more loosely than its place. */
function printUnder(term: Term, rank: number): string {
  const printed = printTerm(term)
  return rankOf(term) < rank ? `(${printed})` : printed
}

function rankOf(term: Term): number {
  if (term.kind === 'binary') return needsPower(term) ? atomRank : ranks[term.operator]
  if (term.kind === 'unary') return unaryRank
  return term.kind === 'conditional' ? conditionalRank : atomRank
}
