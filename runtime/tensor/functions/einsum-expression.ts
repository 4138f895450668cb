// Einstein's notation: which axis of which operand has which label, read from text. What is done with it is in einsum.ts.
import { GraphError } from '../../../schemas/diagnostic.js'
import { invariant } from '../../support/invariant.js'

/** Labels of the axes of each operand and of the result. Axes under `...` are called `.1`, `.2`, … from the last one on. */
export interface EinsumLabels {
  readonly operands: readonly (readonly string[])[]
  readonly result: readonly string[]
}

/**
 * Reads `ij,jk->ik`: one letter an axis, one list an operand, spaces ignored. `...` stands for any further axes, aligned
 * at the last. Without an arrow the result has the axes under `...`, then the letters that occur once, in alphabetical
 * order.
 * @throws GraphError `einsum-expression`
 */
export function readEinsum(expression: string, ranks: readonly number[]): EinsumLabels {
  const text = expression.replaceAll(' ', '')
  const [left = '', right, ...more] = text.split('->')
  const lists = left.split(',')
  if (more.length > 0) throw wrong(expression, 'has more than one arrow')
  if (lists.length !== ranks.length) {
    throw wrong(expression, `names ${lists.length} operands, ${ranks.length} are given`)
  }
  const operands = lists.map((list, index) => labelsOf(expression, list, ranks[index] ?? 0))
  const stretched = Math.max(0, ...operands.map((labels) => labels.filter(isStretched).length))
  const result = right === undefined ? implied(operands) : labelsOf(expression, right, undefined, stretched)
  checkResult(expression, operands, result)
  return { operands, result }
}

/** Whether an axis stands under `...`. */
export const isStretched = (label: string): boolean => label.startsWith('.')

/** The labels of one list; the number of axes under `...` follows from the rank, or is given. */
function labelsOf(
  expression: string,
  list: string,
  rank: number | undefined,
  stretched = 0,
): readonly string[] {
  const [before = '', after, ...more] = list.split('...')
  const letters = [...before, ...(after ?? '')]
  const stranger = letters.find((letter) => !/^[A-Za-z]$/.test(letter))
  if (stranger !== undefined || more.length > 0) {
    throw wrong(expression, `must be letters, commas, \`...\` once a list, and \`->\`; found '${list}'`)
  }
  const open = rank === undefined ? stretched : rank - letters.length
  if (rank !== undefined && (open < 0 || (after === undefined && open !== 0))) {
    throw wrong(expression, `has ${letters.length} labels in '${list}', for a tensor of rank ${rank}`)
  }
  const under = after === undefined ? [] : Array.from({ length: open }, (_, place) => `.${open - place}`)
  return [...before, ...under, ...(after ?? '')]
}

function implied(operands: readonly (readonly string[])[]): readonly string[] {
  const all = operands.flat()
  const letters = [...new Set(all)].filter((label) => !isStretched(label))
  const once = letters.filter((label) => all.indexOf(label) === all.lastIndexOf(label))
  return [...stretchedOf(operands), ...once.sort()]
}

/** The longest run of axes under `...`. */
const stretchedOf = (operands: readonly (readonly string[])[]): readonly string[] =>
  operands
    .map((labels) => labels.filter(isStretched))
    .reduce((longest, own) => (own.length > longest.length ? own : longest), [])

function checkResult(
  expression: string,
  operands: readonly (readonly string[])[],
  result: readonly string[],
): void {
  const twice = result.find((label, index) => result.indexOf(label) !== index)
  if (twice !== undefined) throw wrong(expression, `names '${twice}' twice in its result`)
  const known = new Set(operands.flat())
  const unknown = result.find((label) => !known.has(label))
  if (unknown === undefined) return
  invariant(!isStretched(unknown), 'an axis under `...` comes from an operand')
  throw wrong(expression, `has '${unknown}' in its result, but in no operand`)
}

const wrong = (expression: string, what: string): GraphError =>
  new GraphError('einsum-expression', `\`einsum\` of '${expression}': the expression ${what}`)
