// What can be wrong with a claim before anything is measured. Called when a run starts: a claim must not fail after days of training.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import { PlanError } from '../../schemas/diagnostic.js'
import { claimDefinition } from './family.js'
import { quantityOf } from './quantities/find.js'
import { differenceTest } from './comparisons/find.js'

/**
 * Checks claims against the arms there are and the metrics whose direction is known (`direction` throws for others).
 * @throws PlanError `unknown-claim`, `unknown-test`, `unknown-quantity`, `unknown-arm-in-claim`, `claim-form`, `quantity-without-seeds`, or what `direction` throws
 */
export function checkClaims(
  claims: readonly ClaimDeclaration[],
  arms: readonly string[],
  direction: (metric: string) => unknown,
): void {
  for (const claim of claims) {
    differenceTest(claim.by)
    checkForm(claim)
    const { quantity, metric, options } = quantityOf(claim)
    checkArms(claim, arms, quantity.arms?.(options) ?? [])
    if (claim.direction === undefined) direction(metric)
    if (claim.over === 'seeds' && quantity.phase === 'tune') {
      throw new PlanError(
        'quantity-without-seeds',
        `claim '${claim.id}' is over seeds, but '${quantity.kind}' has one value a search`,
        { hint: 'test it over replicates' },
      )
    }
  }
}

function checkForm(claim: ClaimDeclaration): void {
  const definition = claimDefinition(claim.claim)
  const problem = definition.refuses(claim)
  if (problem !== undefined) throw new PlanError('claim-form', `claim '${claim.id}': ${problem}`)
  if (definition.required.includes('than') && claim.than === undefined) {
    throw new PlanError('claim-form', `claim '${claim.id}': a '${claim.claim}' claim needs a second arm`, {
      hint: 'name it with `than`',
    })
  }
}

function checkArms(claim: ClaimDeclaration, arms: readonly string[], others: readonly string[]): void {
  for (const arm of [claim.arm, ...(claim.than === undefined ? [] : [claim.than]), ...others]) {
    if (arms.includes(arm)) continue
    const known = arms.map((name) => `'${name}'`).join(', ')
    throw new PlanError(
      'unknown-arm-in-claim',
      `claim '${claim.id}' names the arm '${arm}'; there are ${known}`,
    )
  }
}
