// Text of an expression → the one lowered form of `schemas/term.ts`. Sole user of jsep, whose grammar is narrowed here.
// What the names mean, and whether types agree, is checked elsewhere.
import jsep from 'jsep'
import type { BinaryOperator, Term, TermFunction } from '../../schemas/term.js'

/** A parsed expression, or what is wrong with it and where (offset in the text, from 0). */
export type ParsedExpression = { readonly term: Term } | { readonly problem: string; readonly offset: number }

/** Longest expression that is read; longer ones are refused before parsing. */
export const longestExpression = 2000

const binaryOperators: ReadonlySet<string> = new Set<BinaryOperator>([
  ...(['+', '-', '*', '/', '%', '**', '<', '<=', '>', '>=', '==', '!=', '&&', '||'] as const),
])

/** Number of arguments of each function: exactly, or at least. */
const functions: Readonly<Record<TermFunction, { readonly count: number; readonly more: boolean }>> = {
  abs: { count: 1, more: false },
  ceil: { count: 1, more: false },
  exp: { count: 1, more: false },
  floor: { count: 1, more: false },
  log: { count: 1, more: false },
  log2: { count: 1, more: false },
  max: { count: 1, more: true },
  min: { count: 1, more: true },
  round: { count: 1, more: false },
  sqrt: { count: 1, more: false },
}

/** Parses `2 * width`, `input.size > 4 && depth != 1`, `max(8, width / 2)`. */
export function parseExpression(text: string): ParsedExpression {
  if (text.trim() === '') return { problem: 'the expression is empty', offset: 0 }
  if (text.length > longestExpression) {
    return { problem: `the expression is longer than ${longestExpression} characters`, offset: 0 }
  }
  try {
    return { term: lower(jsep(text), text) }
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message, offset: error.offset }
    if (error instanceof RangeError) return { problem: 'the expression is nested too deeply', offset: 0 }
    return syntaxProblem(error, text)
  }
}

/** Carries a refusal out of the recursion; never leaves this file. */
class Problem extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = Math.max(0, offset)
  }
}

function syntaxProblem(error: unknown, text: string): ParsedExpression {
  const { description, index } = error as { readonly description?: string; readonly index?: number }
  const said = (description ?? 'the expression cannot be read').replace(/ at character \d+$/, '')
  return {
    problem: said.charAt(0).toLowerCase() + said.slice(1),
    offset: Math.min(index ?? 0, Math.max(0, text.length - 1)),
  }
}

function lower(node: jsep.Expression, text: string): Term {
  const known = node as jsep.CoreExpression
  switch (known.type) {
    case 'Literal':
      return lowerLiteral(known, text)
    case 'Identifier':
    case 'MemberExpression':
      return { kind: 'name', name: dottedName(known, text) }
    case 'UnaryExpression':
      return lowerUnary(known, text)
    case 'BinaryExpression':
      return lowerBinary(known, text)
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        test: lower(known.test, text),
        then: lower(known.consequent, text),
        otherwise: lower(known.alternate, text),
      }
    case 'CallExpression':
      return lowerCall(known, text)
    case 'Compound':
      throw new Problem('one expression was expected, more than one was found', secondPart(text))
    case 'ThisExpression':
      throw new Problem("'this' is not a name", text.indexOf('this'))
    default:
      throw new Problem('lists are not values of expressions', text.indexOf('['))
  }
}

function lowerLiteral(node: jsep.Literal, text: string): Term {
  const { value, raw } = node
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  if (typeof value === 'string') return { kind: 'string', value }
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return { kind: 'number', value }
    throw new Problem(`'${raw}' is not a finite number`, text.indexOf(raw))
  }
  throw new Problem(`'${raw}' is not a value of expressions`, text.indexOf(raw))
}

function lowerUnary(node: jsep.UnaryExpression, text: string): Term {
  const operand = lower(node.argument, text)
  if (node.operator === '+') return operand
  if (node.operator === '-' || node.operator === '!') {
    return { kind: 'unary', operator: node.operator, operand }
  }
  throw new Problem(`operator '${node.operator}' is not part of expressions`, text.indexOf(node.operator))
}

function lowerBinary(node: jsep.BinaryExpression, text: string): Term {
  const operator = node.operator === '===' ? '==' : node.operator === '!==' ? '!=' : node.operator
  if (!isBinaryOperator(operator)) {
    const hint = operator === '^' ? "; a power is written '**'" : ''
    throw new Problem(`operator '${operator}' is not part of expressions${hint}`, text.indexOf(operator))
  }
  if (operator === '**' && node.left.type === 'UnaryExpression') {
    // Mathematics and this parser disagree on what `-a ** b` means, so it means nothing here.
    throw new Problem("a sign before a power is ambiguous; write '0 - a ** b'", text.indexOf('**'))
  }
  return { kind: 'binary', operator, left: lower(node.left, text), right: lower(node.right, text) }
}

function lowerCall(node: jsep.CallExpression, text: string): Term {
  const name = node.callee.type === 'Identifier' ? String((node.callee as jsep.Identifier).name) : ''
  if (!isTermFunction(name)) {
    const known = Object.keys(functions).sort().join(', ')
    throw new Problem(
      `'${name === '' ? '(…)' : name}' is not a function; there are ${known}`,
      text.indexOf(name),
    )
  }
  const { count, more } = functions[name]
  const given = node.arguments.length
  if (given < count || (given > count && !more)) {
    const wanted = more ? `at least ${count} argument` : `${count} argument`
    throw new Problem(`'${name}' takes ${wanted}, ${given} were given`, text.indexOf(name))
  }
  return { kind: 'call', name, arguments: node.arguments.map((argument) => lower(argument, text)) }
}

/** `data.classes`, `repeat[0].conv2d.filters`: one name, as paths of decisions and facts are written. */
function dottedName(node: jsep.Expression, text: string): string {
  if (node.type === 'Identifier') {
    const { name } = node as jsep.Identifier
    if (name.includes('$')) {
      throw new Problem(
        `names in expressions are bare: write '${name.replaceAll('$', '')}'`,
        text.indexOf(name),
      )
    }
    return name
  }
  if (node.type !== 'MemberExpression') {
    throw new Problem('only a name may stand before a dot', Math.max(text.indexOf('.'), text.indexOf('[')))
  }
  const { object, property, computed, optional } = node as jsep.MemberExpression
  if (optional === true) throw new Problem("'?.' is not part of expressions", text.indexOf('?.'))
  const before = dottedName(object, text)
  if (!computed) return `${before}.${dottedName(property, text)}`
  const index = property.type === 'Literal' ? (property as jsep.Literal).value : undefined
  if (typeof index === 'number' && Number.isInteger(index)) return `${before}[${index}]`
  throw new Problem('only a whole number may stand between brackets', text.indexOf('['))
}

/** Where a second expression starts: after the first `;` or `,`, else the last word. */
function secondPart(text: string): number {
  const separator = text.search(/[;,]/)
  return separator >= 0 ? separator : text.trimEnd().lastIndexOf(' ') + 1
}

const isBinaryOperator = (operator: string): operator is BinaryOperator => binaryOperators.has(operator)
const isTermFunction = (name: string): name is TermFunction => Object.hasOwn(functions, name)
