// Drawing configurations at random, and what share of the draws a space accepts.
import type { RandomStream } from '../support/random.js'
import type { Decide } from './decision.js'
import { draw } from './domain.js'
import { Rejection } from './module-tree.js'
import type { SearchSpace, Specified } from './search-space.js'
import { ConstraintRejection, specifier } from './specify.js'

/** How often a draw is repeated before a space counts as unsatisfiable: at an acceptance of 1 %, one proposal in 5e8 fails. */
export const maximumDraws = 2000

/** Answers every decision with an independent draw: uniform over choices, not over models. */
export const randomly =
  (random: RandomStream): Decide =>
  (decision) =>
    draw(decision.domain, random)

/** The first accepted draw; undefined when none is within the bound. */
export function drawAccepted(
  walk: (decide: Decide) => Specified,
  decide: Decide,
  draws = maximumDraws,
): Specified | undefined {
  for (let attempt = 0; attempt < draws; attempt += 1) {
    const found = attemptWalk(walk, decide)
    if (found !== undefined) return found
  }
  return undefined
}

/** What a walk gives, or undefined where the space rejects it. */
export function attemptWalk(walk: (decide: Decide) => Specified, decide: Decide): Specified | undefined {
  try {
    return walk(decide)
  } catch (error) {
    if (error instanceof Rejection) return undefined
    throw error
  }
}

/** Share of random draws that a space accepts. */
export interface Acceptance {
  readonly draws: number
  readonly accepted: number
  /** Wilson's 95 % interval of the share. */
  readonly low: number
  readonly high: number
  /** Rejections by their message, most frequent first. */
  readonly rejections: readonly {
    readonly message: string
    readonly count: number
    readonly at?: string
    readonly path: string
    readonly constraint: boolean
  }[]
}

/** Estimates the acceptance of a space from `draws` draws, or from fewer: it stops once `enough` of them are accepted. */
export function estimateAcceptance(
  space: SearchSpace,
  random: RandomStream,
  draws = 1000,
  enough = Number.POSITIVE_INFINITY,
): Acceptance {
  const walk = specifier(space)
  const decide = randomly(random)
  const rejections = new Map<string, { rejection: Rejection; count: number }>()
  let accepted = 0
  let drawn = 0
  while (drawn < draws && accepted < enough) {
    drawn += 1
    try {
      walk(decide)
      accepted += 1
    } catch (error) {
      if (!(error instanceof Rejection)) throw error
      const key = `${error.path}\n${error.message}`
      const known = rejections.get(key)
      rejections.set(key, { rejection: error, count: (known?.count ?? 0) + 1 })
    }
  }
  const listed = [...rejections.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ rejection, count }) => ({
      message: rejection.message,
      count,
      path: rejection.path,
      constraint: rejection instanceof ConstraintRejection,
      ...(rejection.at === undefined ? {} : { at: rejection.at }),
    }))
  return { draws: drawn, accepted, ...wilson(accepted, drawn), rejections: listed }
}

/** Wilson's score interval at 95 % (Wilson 1927). */
function wilson(successes: number, trials: number): { readonly low: number; readonly high: number } {
  const z = 1.959963984540054
  const share = successes / trials
  const centre = share + (z * z) / (2 * trials)
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  const scale = 1 + (z * z) / trials
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: successes === trials ? 1 : Math.min(1, (centre + half) / scale),
  }
}
