// A claim that no outcome could support is no claim: the exact test with so few units never reaches its level.
import { unreachableClaims } from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import { showUnits, unitsOfClaim } from '../claim-units.js'
import type { Check } from './check.js'

export const claimUnreachable: Check = ({ experiment, cells }) => {
  const { claims } = experiment
  return unreachableClaims(claims, (claim) => unitsOfClaim(claim, cells)).flatMap(
    ({ id, attainable, alpha, least }) => {
      const claim = claims.find((each) => each.id === id)
      if (claim === undefined) return []
      const units = unitsOfClaim(claim, cells)
      const message = `claim '${id}' cannot be supported: with ${showUnits(units, claim.over)} the least corrected p-value is ${attainable.toPrecision(3)}, above ${alpha}`
      return [
        finding('claim-unreachable', claim.span, message, {
          hint: `use at least ${showUnits(least, claim.over)}`,
        }),
      ]
    },
  )
}
