// All configurations of a finite space, in order, one at a time: the first decision varies slowest.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Decide, Decision, Value } from './decision.js'
import { domainSize, quantile, valueAt } from './domain.js'
import { Rejection } from './module-tree.js'
import type { SearchSpace, Specified } from './search-space.js'
import { specifier } from './specify.js'

/**
 * Every configuration that the space accepts. Continuous domains, and integer domains with more values, are replaced by `points`
 * values, the medians of as many equally likely cells.
 * @throws PlanError `unbounded-space` for a continuous domain without `points`
 */
export function* enumerate(space: SearchSpace, points?: number): Generator<Specified, void, undefined> {
  for (const leaf of leaves(specifier(space), (decision) => gridValues(decision, points))) {
    if ('result' in leaf) yield leaf.result
  }
}

/** One end of a decision tree: what the run gave, or why it was rejected. */
export type Leaf<T> = { readonly result: T } | { readonly rejection: Rejection }

/** Values that a decision is given, one after the other. */
export interface Alternatives {
  readonly size: number
  readonly at: (index: number) => Value
}

/** Runs `run` once for each way to answer its decisions, depth first; a rejection closes everything below the answers so far. */
export function* leaves<T>(
  run: (decide: Decide) => T,
  alternatives: (decision: Decision) => Alternatives,
): Generator<Leaf<T>, void, undefined> {
  const digits: number[] = []
  const sizes: number[] = []
  do {
    yield attempt(run, alternatives, digits, sizes)
  } while (advance(digits, sizes))
}

function attempt<T>(
  run: (decide: Decide) => T,
  alternatives: (decision: Decision) => Alternatives,
  digits: number[],
  sizes: number[],
): Leaf<T> {
  let depth = 0
  const decide: Decide = (decision) => {
    const offered = alternatives(decision)
    const digit = digits[depth] ?? 0
    digits[depth] = digit
    sizes[depth] = offered.size
    depth += 1
    return offered.at(digit)
  }
  try {
    return { result: run(decide) }
  } catch (error) {
    if (error instanceof Rejection) return { rejection: error }
    throw error
  } finally {
    digits.length = depth
    sizes.length = depth
  }
}

/** The next number in mixed radix, last digit fastest; false when there is none. */
function advance(digits: number[], sizes: number[]): boolean {
  while (digits.length > 0) {
    const last = digits.length - 1
    const next = (digits[last] ?? 0) + 1
    if (next < (sizes[last] ?? 0)) {
      digits[last] = next
      return true
    }
    digits.length = last
    sizes.length = last
  }
  return false
}

/** The values of a decision on a grid. */
export function gridValues(decision: Decision, points: number | undefined): Alternatives {
  const { domain, path } = decision
  const size = domainSize(domain)
  if (domain.kind === 'values' || size <= (points ?? Number.MAX_SAFE_INTEGER)) {
    return { size, at: (index) => valueAt(domain, index) }
  }
  if (points === undefined) {
    throw new PlanError('unbounded-space', `'${path}' is continuous, so the space cannot be enumerated.`)
  }
  const values: Value[] = []
  for (let index = 0; index < points; index += 1) {
    const value = quantile(domain, (index + 0.5) / points)
    if (value !== values.at(-1)) values.push(value)
  }
  return { size: values.length, at: (index) => values[index] ?? quantile(domain, 0.5) }
}
