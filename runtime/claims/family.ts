// The family of confirmatory claims: Holm's correction over it, and which of its claims no data could support.
// Owns who is in the family; the correction itself is in runtime/statistics.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import { adjustHolm, reaches } from '../statistics/holm.js'
import type { ClaimDefinition } from './claim.js'
import * as members from './index.js'
import { differenceTest } from './comparisons/find.js'
import { PlanError } from '../../schemas/diagnostic.js'

/** The definition of a claim's kind. @throws PlanError `unknown-claim` */
export function claimDefinition(kind: string): ClaimDefinition {
  const found = Object.values(members).find((member: ClaimDefinition) => member.kind === kind)
  if (found === undefined) throw new PlanError('unknown-claim', `'${kind}' is no kind of claim`)
  return found
}

/** Number of claims that are corrected together: all but the exploratory ones. */
export const familySize = (claims: readonly ClaimDeclaration[]): number =>
  claims.filter(({ exploratory }) => !exploratory).length

/** Adjusts p-values, one a claim in order: Holm over the family, exploratory ones left as they are. */
export function adjustFamily(
  claims: readonly ClaimDeclaration[],
  pValues: readonly number[],
): readonly number[] {
  const family = claims.flatMap(({ exploratory }, index) => (exploratory ? [] : [index]))
  const adjusted = adjustHolm(family.map((index) => pValues[index] ?? 1))
  const byIndex = new Map(family.map((index, place) => [index, adjusted[place] ?? 1]))
  return pValues.map((p, index) => byIndex.get(index) ?? p)
}

/** A claim that no outcome could support, and why. */
export interface Unreachable {
  readonly id: string
  /** The least corrected p-value that its number of units allows. */
  readonly attainable: number
  readonly alpha: number
  /** Units with which it could be supported, the rest of the family unchanged. */
  readonly least: number
}

/**
 * Claims whose p-value, were every claim of the family as significant as its units allow, would still miss its level (Holm's correction
 * grows with every p-value, so this is the best case). `units` gives the number of units of a claim.
 */
export function unreachableClaims(
  claims: readonly ClaimDeclaration[],
  units: (claim: ClaimDeclaration) => number,
): readonly Unreachable[] {
  const best = claims.map((claim) => {
    const definition = claimDefinition(claim.claim)
    return differenceTest(claim.by).attainable(units(claim), definition.sides(claim))
  })
  return adjustFamily(claims, best).flatMap((attainable, index) => {
    const claim = claims[index]
    if (claim === undefined) return []
    const definition = claimDefinition(claim.claim)
    const alpha = definition.alpha(claim)
    if (reaches(attainable, alpha)) return []
    const share = claim.exploratory ? 1 : familySize(claims)
    const least = differenceTest(claim.by).least(alpha / share, definition.sides(claim))
    return [{ id: claim.id, attainable, alpha, least }]
  })
}
