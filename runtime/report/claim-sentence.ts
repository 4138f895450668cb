// One sentence a claim: what was claimed, what came out, and on what evidence.
import type { ClaimResult } from '../../schemas/result.js'
import { decimalsFor, plural, showEnds, showNumber, showP, showSigned } from './numbers.js'

/** "mcts better than random on accuracy: undecided (p = 0.31, difference +0.4 points [−0.2, 1.1], n = 6; about 24 replicates would decide)". */
export function claimSentence(claim: ClaimResult): string {
  const marks = claim.exploratory ? ' (exploratory)' : ''
  return `${claim.statement}${marks}: ${claim.outcome} (${claimEvidence(claim)})`
}

/** The part in brackets. */
export function claimEvidence(claim: ClaimResult): string {
  const evidence = [pValueOf(claim), estimateOf(claim), `n = ${claim.n}`].filter((part) => part !== '')
  const notes = [needsOf(claim), claim.note ?? ''].filter((part) => part !== '')
  return [evidence.join(', '), ...notes].join('; ')
}

/** The p-value that decided: of the opposite where refuted, corrected for the family. */
function pValueOf(claim: ClaimResult): string {
  if (claim.n === 0) return ''
  const p = claim.outcome === 'refuted' ? claim.opposite.p_adjusted : claim.p_adjusted
  const opposite = claim.outcome === 'refuted' && claim.alternative !== 'two_sided' ? ' for the opposite' : ''
  return `${showP(p)}${opposite}${claim.family_size > 1 ? ' after Holm' : ''}`
}

function estimateOf(claim: ClaimResult): string {
  if (claim.estimate === null) return 'no value'
  const { factor, unit } = scaleOf(claim)
  const ci = claim.ci === null ? null : scaled(claim.ci, factor)
  const estimate = claim.estimate * factor
  const decimals = decimalsFor(ci, estimate)
  const ends = ci === null ? '' : ` ${showEnds(ci, (end) => showNumber(end, decimals))}`
  if (claim.kind === 'threshold') return `estimate ${showNumber(estimate, decimals)}${unit}${ends}`
  return `difference ${showSigned(estimate, decimals)}${unit}${ends}`
}

/** Shares are compared in points of a percent; everything else in the metric's own unit. */
export function scaleOf(claim: Pick<ClaimResult, 'kind' | 'quantity' | 'pairs'>): {
  readonly factor: number
  readonly unit: string
} {
  const share = /accuracy|precision|recall|share of/.test(claim.quantity)
  const within = claim.pairs.every(({ arm, than }) => inUnit(arm) && inUnit(than ?? 0))
  if (!share || !within) return { factor: 1, unit: '' }
  return { factor: 100, unit: claim.kind === 'threshold' ? ' %' : ' points' }
}

const inUnit = (value: number): boolean => value >= 0 && value <= 1

const scaled = (ci: NonNullable<ClaimResult['ci']>, factor: number): NonNullable<ClaimResult['ci']> => ({
  ...ci,
  low: ci.low === null ? null : ci.low * factor,
  high: ci.high === null ? null : ci.high * factor,
})

function needsOf(claim: ClaimResult): string {
  if (claim.outcome !== 'undecided' || claim.n === 0) return ''
  if (claim.needs_n !== null) return `about ${plural(claim.needs_n, singular[claim.unit])} would decide`
  return claim.missing > 0 ? '' : 'no feasible number would decide'
}

const singular: Readonly<Record<ClaimResult['unit'], string>> = {
  replicates: 'replicate',
  seeds: 'seed',
  folds: 'fold',
  tasks: 'task',
}
