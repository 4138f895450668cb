// Sums of products in Einstein's notation, written in products of matrices, transpositions and sums, so that they can be
// differentiated, batched and run like these. How the expression is read is in einsum-expression.ts.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Primitives, Value } from '../graph.js'
import { at } from '../rules/lanes.js'
import type { Axis } from '../tensor-type.js'
import { fixedShape } from '../tensor-type.js'
import { isStretched, readEinsum } from './einsum-expression.js'

/** A value and what its axes are called. */
interface Term {
  readonly value: Value
  readonly labels: readonly string[]
}

/** A length by label. */
type Lengths = ReadonlyMap<string, Axis>

/**
 * Σ over all labels that the result lacks of the product of the operands. A label that one operand has twice means its
 * diagonal. Two operands become one product of matrices under the labels that both and the result have; of more, those
 * two are joined first whose product grows least.
 * @throws GraphError `einsum-expression`, `shape-mismatch`
 */
export function einsum(g: Primitives, expression: string, values: readonly Value[]): Value {
  const { operands, result } = readEinsum(
    expression,
    values.map(({ type }) => type.shape.length),
  )
  const given = operands.map((labels, index): Term => ({ value: at(values, index), labels }))
  const lengths = lengthsOf(expression, given)
  let terms = given.map((term) => diagonal(g, unstretched(g, term, lengths)))
  while (terms.length > 1) {
    const [left, right] = cheapestPair(terms, result, lengths)
    const rest = terms.filter((_, index) => index !== left && index !== right)
    const needed = new Set([...result, ...rest.flatMap(({ labels }) => labels)])
    terms = [...rest, joined(g, at(terms, left), at(terms, right), needed)]
  }
  return arranged(g, summed(g, at(terms, 0), new Set(result)), result)
}

/** One length a label; under `...` a length of 1 stretches. @throws GraphError `shape-mismatch` */
function lengthsOf(expression: string, terms: readonly Term[]): Lengths {
  const lengths = new Map<string, Axis>()
  for (const { value, labels } of terms) {
    labels.forEach((label, axis) => {
      const own = at(value.type.shape, axis)
      const known = lengths.get(label) ?? own
      const stretches = isStretched(label) && (known === 1 || own === 1)
      if (known !== own && !stretches) {
        throw new GraphError(
          'shape-mismatch',
          `\`einsum\` of '${expression}': '${label}' has lengths ${known} and ${own}`,
        )
      }
      lengths.set(label, known === 1 ? own : known)
    })
  }
  return lengths
}

/** Without the axes of length 1 that another operand stretches. */
function unstretched(g: Primitives, { value, labels }: Term, lengths: Lengths): Term {
  const stays = labels.map((label, axis) => value.type.shape[axis] === lengths.get(label))
  const gone = labels.flatMap((_, axis) => (stays[axis] === true ? [] : [axis]))
  return { value: g.squeeze(value, gone), labels: labels.filter((_, axis) => stays[axis]) }
}

/** With each label once: of two axes of length n made one, every (n + 1)-th entry. */
function diagonal(g: Primitives, term: Term): Term {
  const { value, labels } = term
  const second = labels.findIndex((label, axis) => labels.indexOf(label) !== axis)
  if (second < 0) return term
  const first = labels.indexOf(at(labels, second))
  const others = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second)
  const front = g.transpose(value, [first, second, ...others])
  const [length = 1] = fixedShape(front.type.shape.slice(0, 1))
  const flat = g.reshape(front, [length * length, ...front.type.shape.slice(2)])
  const entries = g.slice(flat, [{ axis: 0, start: 0, end: length * length, step: length + 1 }])
  return diagonal(g, {
    value: entries,
    labels: [at(labels, first), ...others.map((axis) => at(labels, axis))],
  })
}

/** Summed over the labels that nobody needs. */
function summed(g: Primitives, { value, labels }: Term, needed: ReadonlySet<string>): Term {
  const gone = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]))
  if (gone.length === 0) return { value, labels }
  return { value: g.reduceSum(value, gone), labels: labels.filter((label) => needed.has(label)) }
}

const arranged = (g: Primitives, { value, labels }: Term, order: readonly string[]): Value =>
  g.transpose(
    value,
    order.map((label) => labels.indexOf(label)),
  )

/** The product of two terms, summed over what only they have. */
function joined(g: Primitives, one: Term, other: Term, needed: ReadonlySet<string>): Term {
  const left = summed(g, one, new Set([...needed, ...other.labels]))
  const right = summed(g, other, new Set([...needed, ...one.labels]))
  const shared = left.labels.filter((label) => right.labels.includes(label))
  const roles = {
    over: shared.filter((label) => needed.has(label)),
    inner: shared.filter((label) => !needed.has(label)),
    rows: left.labels.filter((label) => !shared.includes(label)),
    columns: right.labels.filter((label) => !shared.includes(label)),
  }
  const isProduct = roles.inner.length > 0 && roles.rows.length + roles.columns.length > 0
  return isProduct ? matrixProduct(g, left, right, roles) : entryProduct(g, left, right, roles)
}

/** What labels of two terms do in their product. */
interface Roles {
  /** In both and in the result. */
  readonly over: readonly string[]
  /** In both, to be summed. */
  readonly inner: readonly string[]
  readonly rows: readonly string[]
  readonly columns: readonly string[]
}

/** `[over, rows, inner] × [over, inner, columns]`, each group of axes made one. */
function matrixProduct(g: Primitives, left: Term, right: Term, roles: Roles): Term {
  const { over, inner, rows, columns } = roles
  const a = matrices(g, left, { over, first: rows, second: inner })
  const b = matrices(g, right, { over, first: inner, second: columns })
  const product = g.matmul(a.value, b.value, { transposeLeft: a.turned, transposeRight: b.turned })
  const lengths = new Map([...axesOf(left), ...axesOf(right)])
  const labels = [...over, ...rows, ...columns]
  const shape = labels.map((label) => lengths.get(label) ?? 1)
  return { value: g.reshape(product, shape), labels }
}

/** A term as `[over, first, second]`, or turned `[over, second, first]` where its axes lie like that. */
function matrices(
  g: Primitives,
  term: Term,
  groups: {
    readonly over: readonly string[]
    readonly first: readonly string[]
    readonly second: readonly string[]
  },
) {
  const { over, first, second } = groups
  const flipped = [...over, ...second, ...first]
  const turned = first.length > 0 && second.length > 0 && term.labels.join() === flipped.join()
  const lengths = axesOf(term)
  const parts = [over, ...(turned ? [second, first] : [first, second])]
  const shape = parts.map((labels) => product(labels.map((label) => lengths.get(label) ?? 1)))
  const value = arranged(g, term, parts.flat())
  return { value: g.reshape(value, over.length === 0 ? shape.slice(1) : shape), turned }
}

/** Entry by entry, under all labels of both; a sum where nothing but the summed labels is left of a product. */
function entryProduct(g: Primitives, left: Term, right: Term, roles: Roles): Term {
  const labels = [...roles.over, ...roles.rows, ...roles.columns, ...roles.inner]
  const [a, b] = [left, right].map((term) => {
    const own = labels.filter((label) => term.labels.includes(label))
    const missing = labels.flatMap((label, axis) => (own.includes(label) ? [] : [axis]))
    return g.unsqueeze(arranged(g, term, own), missing)
  })
  if (a === undefined || b === undefined) return left
  return summed(
    g,
    { value: g.multiply(a, b), labels },
    new Set(labels.filter((label) => !roles.inner.includes(label))),
  )
}

const axesOf = ({ value, labels }: Term): Lengths =>
  new Map(labels.map((label, axis) => [label, at(value.type.shape, axis)]))

/** Axes as one: a number, or the one symbol alone. @throws GraphError `symbolic-axis` */
function product(axes: readonly Axis[]): Axis {
  const others = axes.filter((axis) => axis !== 1)
  const [only = 1] = others
  return others.length <= 1 ? only : fixedShape(axes).reduce((all, length) => all * length, 1)
}

/** What a symbol counts as where costs are compared. */
const unknownLength = 64

/** The two terms whose product has the fewest entries more than they have; of equals the fewest multiplications. */
function cheapestPair(
  terms: readonly Term[],
  result: readonly string[],
  lengths: Lengths,
): readonly [number, number] {
  const size = (labels: Iterable<string>): number =>
    [...labels].reduce((all, label) => {
      const length = lengths.get(label) ?? 1
      return all * (typeof length === 'string' ? unknownLength : length)
    }, 1)
  let best = { pair: [0, 1] as readonly [number, number], growth: Infinity, work: Infinity }
  terms.forEach((left, i) => {
    terms.slice(i + 1).forEach((right, offset) => {
      const j = i + 1 + offset
      const others = terms.filter((_, index) => index !== i && index !== j)
      const needed = new Set([...result, ...others.flatMap(({ labels }) => labels)])
      const all = new Set([...left.labels, ...right.labels])
      const kept = [...all].filter((label) => needed.has(label))
      const growth = size(kept) - size(left.labels) - size(right.labels)
      const work = size(all)
      if (growth < best.growth || (growth === best.growth && work < best.work)) {
        best = { pair: [i, j], growth, work }
      }
    })
  })
  return best.pair
}
