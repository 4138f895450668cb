// The claims of an experiment, concluded: sample → examination → correction over the family → outcome.
// Pure: the same rows and seed give the same results, so that a run's claims can be checked again from its records.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { ClaimOutcome, ClaimResult, ResultInterval, ResultMeasurement } from '../../schemas/result.js'
import { randomStream } from '../support/random.js'
import { cohensD, superiority } from '../statistics/effect-size.js'
import { reaches } from '../statistics/holm.js'
import { standardDeviation } from '../statistics/moments.js'
import { neededUnits } from '../statistics/needed-n.js'
import type { Interval } from '../statistics/test-result.js'
import type { ClaimDefinition, Examination } from './claim.js'
import { adjustFamily, claimDefinition, familySize } from './family.js'
import { quantityOf } from './quantities/find.js'
import { pairUnits } from './sample.js'
import { differenceTest } from './comparisons/find.js'

/** What claims are concluded from. */
export interface ClaimEvidence {
  readonly measurements: readonly ResultMeasurement[]
  /** Which way a metric is good; asked only where the claim does not say. */
  readonly direction: (metric: string) => 'maximize' | 'minimize'
  /** The run's seed; Monte Carlo tests draw from streams below it. */
  readonly seed: number
}

interface Examined {
  readonly claim: ClaimDeclaration
  readonly definition: ClaimDefinition
  readonly direction: 'maximize' | 'minimize'
  readonly missing: readonly string[]
  /** Absent where no unit is complete. */
  readonly examination?: Examination
}

/** Concludes all claims of an experiment together. @throws PlanError where a claim's kind, test or quantity is unknown */
export function concludeClaims(
  claims: readonly ClaimDeclaration[],
  evidence: ClaimEvidence,
): readonly ClaimResult[] {
  const examined = claims.map((claim) => examine(claim, evidence))
  const supporting = examined.map(({ examination }) => examination?.supporting.p ?? 1)
  const opposing = examined.map(({ examination }) => examination?.opposing.p ?? 1)
  const adjusted = adjustFamily(claims, supporting)
  const opposite = adjustFamily(claims, opposing)
  const size = familySize(claims)
  return examined.map((item, index) => {
    const p = { raw: supporting[index] ?? 1, adjusted: adjusted[index] ?? 1 }
    const against = { raw: opposing[index] ?? 1, adjusted: opposite[index] ?? 1 }
    return resultOf(item, item.claim.exploratory ? 1 : size, p, against)
  })
}

function examine(claim: ClaimDeclaration, evidence: ClaimEvidence): Examined {
  const definition = claimDefinition(claim.claim)
  const { quantity, metric } = quantityOf(claim)
  const metricDirection = claim.direction ?? evidence.direction(metric)
  const { units, missing } = pairUnits(claim, evidence.measurements, metricDirection)
  const direction = quantity.direction ?? metricDirection
  const random = randomStream(evidence.seed, 'claim', claim.id)
  const known = { claim, definition, direction, missing }
  if (units.length === 0) return known
  const test = differenceTest(claim.by)
  return { ...known, examination: definition.examine(claim, { units, direction, test, random }) }
}

interface P {
  readonly raw: number
  readonly adjusted: number
}

function resultOf(item: Examined, family: number, p: P, against: P): ClaimResult {
  const { claim, definition, direction, examination, missing } = item
  const { quantity, metric, options } = quantityOf(claim)
  const outcome = outcomeOf(item, p, against)
  const oriented = examination?.oriented ?? []
  return {
    id: claim.id,
    statement: claim.statement,
    kind: claim.claim,
    arm: claim.arm,
    than: claim.than ?? null,
    on: metric,
    quantity: quantity.describe(metric, options),
    phase: quantity.phase,
    direction,
    unit: claim.over,
    n: oriented.length,
    missing: missing.length,
    test: claim.by,
    distribution: examination?.distribution ?? 'exact',
    alternative: definition.alternative(claim),
    alpha: definition.alpha(claim),
    margin: claim.margin ?? null,
    bound: claim.bound?.at_least ?? claim.bound?.at_most ?? null,
    estimate: examination?.estimate ?? null,
    effect: { cohens_d: cohensD(oriented) ?? null, superiority: superiority(oriented) ?? null },
    ci: examination === undefined ? null : finiteInterval(examination.interval),
    p_raw: p.raw,
    p_adjusted: p.adjusted,
    opposite: { p_raw: against.raw, p_adjusted: against.adjusted },
    correction: claim.exploratory ? 'none' : 'holm',
    family_size: family,
    outcome,
    needs_n: outcome === 'undecided' ? (neededFor(item, family) ?? null) : null,
    exploratory: claim.exploratory,
    note: noteOf(item),
    pairs: examination?.pairs ?? [],
  }
}

/** Missing units leave a claim undecided: no test can tell what the failed trainings would have shown. */
function outcomeOf({ claim, definition, examination, missing }: Examined, p: P, against: P): ClaimOutcome {
  if (examination === undefined || missing.length > 0) return 'undecided'
  const alpha = definition.alpha(claim)
  if (examination.supporting.holds && reaches(p.adjusted, alpha)) return 'supported'
  if (examination.opposing.holds && reaches(against.adjusted, alpha)) return 'refuted'
  return 'undecided'
}

/** Units that would decide, at the level of the hardest place in the family; more than there are, since these did not. */
function neededFor({ claim, definition, examination }: Examined, family: number): number | undefined {
  if (examination === undefined) return undefined
  const { distance, sides, oriented } = examination
  const alpha = definition.alpha(claim) / family
  const least = Math.max(differenceTest(claim.by).least(alpha, sides), oriented.length + 1)
  return neededUnits({ distance, spread: standardDeviation(oriented), alpha, sides, least })
}

function noteOf({ claim, examination, missing }: Examined): string | null {
  const { quantity } = quantityOf(claim)
  const notes: string[] = []
  if (missing.length > 0) {
    const total = missing.length + (examination?.oriented.length ?? 0)
    notes.push(`${missing.length} of ${total} units lack a value (${missing.slice(0, 3).join('; ')})`)
  }
  if (quantity.phase === 'tune') notes.push('about the search, measured on the rows that select')
  if (claim.by === 'bootstrap' && (examination?.oriented.length ?? 0) < 15) {
    notes.push('the bootstrap rejects too often with fewer than 15 units')
  }
  return notes.length === 0 ? null : notes.join('; ')
}

function finiteInterval({ level, low, high, method }: Interval): ResultInterval {
  const finite = (end: number): number | null => (Number.isFinite(end) ? end : null)
  return { level: Number(level.toPrecision(12)), low: finite(low), high: finite(high), method }
}
