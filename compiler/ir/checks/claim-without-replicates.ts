// One tuned configuration trained again with more seeds measures the noise of training, not the method that found it (design §7).
import { finding } from '../../source/finding.js'
import { unitsOfClaim } from '../claim-units.js'
import type { Check } from './check.js'

export const claimWithoutReplicates: Check = ({ experiment, cells }) => {
  const { claims, arms } = experiment
  const tuned = new Set(arms.filter(({ fixed }) => fixed === undefined).map(({ name }) => name))
  return claims.flatMap((claim) => {
    const concernsTuned = [claim.arm, claim.than].some((name) => name !== undefined && tuned.has(name))
    if (!concernsTuned || claim.than === undefined || claim.of === 'selected_configurations') return []
    const few = claim.over === 'replicates' && unitsOfClaim(claim, cells) < 2
    if (!few && claim.over !== 'seeds') return []
    const message = few
      ? `claim '${claim.id}' compares tuned arms, but the protocol has one replicate; how well a method tunes shows over replicates only`
      : `claim '${claim.id}' compares tuned arms over seeds, which measure the noise of training, not of tuning`
    return [
      finding('claim-without-replicates', claim.span, message, {
        hint: 'set `replicates:` of the protocol, or claim `of: selected_configurations`',
      }),
    ]
  })
}
