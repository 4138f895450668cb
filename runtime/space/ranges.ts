// What the models of a space cost: ranges of trained numbers and of floating-point operations.
import type { RandomStream } from '../support/random.js'
import type { Configuration, Decide, Domain, Value } from './decision.js'
import { contains, domainSize, quantile, valueAt } from './domain.js'
import { choicesOf } from './replay.js'
import { attemptWalk, randomly } from './sample.js'
import type { SearchSpace, Specified } from './search-space.js'
import { specifier } from './specify.js'

/** The span of one cost: what was found, with the configurations at its ends. */
export interface CostRange {
  readonly low: number
  readonly median: number
  readonly high: number
  readonly cheapest: Configuration
  readonly dearest: Configuration
}

/** Costs over the accepted ones of `draws` random configurations, the ends improved choice by choice. */
export interface CostRanges {
  readonly accepted: number
  readonly parameters: CostRange
  readonly flops: CostRange
}

/** Ranges of costs; undefined where no draw was accepted. Medians are over random draws, ends also over local search. */
export function costRanges(space: SearchSpace, random: RandomStream, draws = 200): CostRanges | undefined {
  const walk = specifier(space)
  const accepted: Specified[] = []
  const ways: readonly Decide[] = [atShare(0), atShare(1)]
  for (let index = 0; index < draws; index += 1) {
    const specified = attemptWalk(walk, ways[index] ?? randomly(random))
    if (specified !== undefined) accepted.push(specified)
  }
  if (accepted.length === 0) return undefined
  const range = (cost: (specified: Specified) => number): CostRange => rangeOf(walk, accepted, cost)
  return {
    accepted: accepted.length,
    parameters: range((specified) => specified.parameters),
    flops: range((specified) => specified.flops),
  }
}

function rangeOf(
  walk: (decide: Decide) => Specified,
  accepted: readonly Specified[],
  cost: (specified: Specified) => number,
): CostRange {
  const sorted = [...accepted].sort((a, b) => cost(a) - cost(b))
  const at = (share: number): Specified | undefined => sorted[Math.floor(share * (sorted.length - 1))]
  const [first, middle, last] = [at(0), at(0.5), at(1)]
  if (first === undefined || middle === undefined || last === undefined)
    throw new RangeError('no configuration')
  const cheapest = climb(walk, first, (specified) => -cost(specified))
  const dearest = climb(walk, last, cost)
  return {
    low: cost(cheapest),
    median: cost(middle),
    high: cost(dearest),
    cheapest: cheapest.configuration,
    dearest: dearest.configuration,
  }
}

/** Passes over the choices of a climb, and values tried of one choice. */
const limits = { passes: 4, values: 16 } as const

/** Changes one choice at a time as long as that gains; what a change leaves undecided takes its first or its last value. */
function climb(
  walk: (decide: Decide) => Specified,
  start: Specified,
  gain: (specified: Specified) => number,
): Specified {
  let best = start
  for (let pass = 0; pass < limits.passes; pass += 1) {
    const before = best
    for (const { decision } of choicesOf(before)) {
      for (const value of triedValues(decision.domain)) {
        for (const share of [0, 1]) {
          const changed = { ...best.configuration, [decision.path]: value }
          const found = attemptWalk(walk, following(changed, share))
          if (found !== undefined && gain(found) > gain(best)) best = found
        }
      }
    }
    if (best === before) break
  }
  return best
}

function triedValues(domain: Domain): readonly Value[] {
  const size = domainSize(domain)
  if (size <= limits.values) return Array.from({ length: size }, (_, index) => valueAt(domain, index))
  return [quantile(domain, 0.0005), quantile(domain, 0.9995)]
}

const atShare =
  (share: number): Decide =>
  ({ domain }) =>
    quantile(domain, Math.min(0.9995, Math.max(0.0005, share)))

const following = (configuration: Configuration, share: number): Decide => {
  const otherwise = atShare(share)
  return (decision) => {
    const value = configuration[decision.path]
    return value !== undefined && contains(decision.domain, value) ? value : otherwise(decision)
  }
}
