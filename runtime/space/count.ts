// How large a space is: exactly where that can be worked out, honestly bounded elsewhere.
import { gridValues, leaves } from './enumerate.js'
import { modelCounter } from './models.js'
import type { Component, OptionValue } from './component.js'
import type { Decision } from './decision.js'
import { domainSize } from './domain.js'
import { isComponent, isOpen } from './modules.js'
import type { SearchSpace } from './search-space.js'
import { specifier } from './specify.js'

/** The number of configurations that a space accepts. */
export type Count =
  | { readonly kind: 'exact'; readonly count: bigint }
  /** Continuous choices; `discrete` is the count with each of them as one value. */
  | { readonly kind: 'unbounded'; readonly continuous: readonly string[]; readonly discrete: Count }
  /** Counting was given up after `found`; without the constraints there would be `atMost`. */
  | { readonly kind: 'more_than'; readonly found: bigint; readonly atMost?: bigint }

/** Configurations that are looked at one by one before counting is given up. */
export const countingCap = 20_000

/**
 * Counts without enumerating wherever modules share no choices; where choices are shared or constraints need whole configurations,
 * these are walked one by one up to `cap`.
 */
export function count(space: SearchSpace, cap = countingCap): Count {
  const continuous = continuousPaths(space)
  const discrete = countDiscrete(space, cap)
  return continuous.length === 0 ? discrete : { kind: 'unbounded', continuous, discrete }
}

/** `1,296`, `more than 20,000`, `unbounded (12 × learning_rate)`: for people. */
export function showCount(counted: Count): string {
  switch (counted.kind) {
    case 'exact':
      return grouped(counted.count)
    case 'more_than':
      return counted.atMost === undefined
        ? `more than ${grouped(counted.found)}`
        : `more than ${grouped(counted.found)}, at most ${grouped(counted.atMost)}`
    case 'unbounded':
      return `unbounded (${showCount(counted.discrete)} × ${counted.continuous.join(' × ')})`
  }
}

function countDiscrete(space: SearchSpace, cap: number): Count {
  const total = modelCounter(space).total()
  if (total !== undefined && (space.constraints.length === 0 || total === 0n)) {
    return { kind: 'exact', count: total }
  }
  let found = 0n
  let walked = 0
  for (const leaf of leaves(specifier(space), discreteValues)) {
    walked += 1
    if ('result' in leaf) found += 1n
    if (walked >= cap && (total === undefined || total > BigInt(cap))) {
      return { kind: 'more_than', found, ...(total === undefined ? {} : { atMost: total }) }
    }
  }
  return { kind: 'exact', count: found }
}

/** Every value of a finite domain; a continuous one as its median. */
const discreteValues = (decision: Decision) =>
  gridValues(decision, domainSize(decision.domain) === Infinity ? 1 : undefined)

const grouped = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ',')

/** Paths of continuous choices, copies as `[*]`, in the order of the plan. */
export function continuousPaths(space: SearchSpace): readonly string[] {
  const found: string[] = []
  for (const { value } of space.hyperparameters) collect(value, found)
  if (space.training !== undefined) collect(space.training, found)
  if (space.model !== undefined) collect(space.model, found)
  return found
}

function collect(value: OptionValue, found: string[]): void {
  if (typeof value !== 'object') return
  if (isComponent(value)) collectAll(Object.values(value.options), found)
  else if (isOpen(value)) {
    if (value.open === 'one_of') collectAll(value.values, found)
    const real = value.open === 'uniform' || value.open === 'log_uniform'
    if ((real && value.first < value.second) || (value.open === 'normal' && value.second > 0)) {
      found.push(value.path)
    }
  } else
    collectAll(
      Array.isArray(value) ? value : Object.values(value as Readonly<Record<string, Component>>),
      found,
    )
}

function collectAll(values: readonly OptionValue[], found: string[]): void {
  for (const value of values) collect(value, found)
}
