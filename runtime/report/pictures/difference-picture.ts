// The paired differences of a claim: a dot a unit, the estimate with its interval, zero and the margins as lines.
import type { ClaimResult } from '../../../schemas/result.js'
import { claimEvidence, scaleOf } from '../claim-sentence.js'
import { showNumber } from '../numbers.js'
import { linearScale, padded, type Scale } from './scale.js'
import { element, escapeMarkup, label, line, picture } from './svg.js'

const size = [720, 116] as const
const area = { left: 20, right: 700, dots: 26, interval: 62, axis: 80 }

/** Empty where there is nothing to show. */
export function differencePicture(claim: ClaimResult, id: string): string {
  if (claim.pairs.length === 0 || claim.estimate === null) return ''
  const { factor, unit } = scaleOf(claim)
  // Thresholds are shown as values, comparisons as differences.
  const offset = claim.kind === 'threshold' ? (claim.bound ?? 0) : 0
  const dots = claim.pairs.map(({ difference }) => (difference + offset) * factor)
  const ends = [claim.ci?.low, claim.ci?.high].flatMap((end) =>
    typeof end === 'number' ? [end * factor] : [],
  )
  const borders = bordersOf(claim).map((border) => border * factor)
  const estimate = claim.estimate * factor
  const x = linearScale(padded([...dots, ...ends, ...borders, estimate]), [area.left, area.right], 7)
  const content = [
    axis(x, axisTitle(claim, unit)),
    ...borders.map((border, index) =>
      line(x.place(border), 8, x.place(border), area.axis, index === 0 ? 'border' : 'margin'),
    ),
    ...dots.map((value, index) => dot(x.place(value), index, claim.pairs[index]?.unit ?? '')),
    interval(x, estimate, claim, factor),
  ]
  return picture(size, id, [`Differences behind: ${claim.statement}`, claimEvidence(claim)], content.join(''))
}

/** The line that decides first, then the margins. */
function bordersOf(claim: ClaimResult): readonly number[] {
  if (claim.kind === 'threshold') return [claim.bound ?? 0]
  if (claim.margin === null) return [0]
  if (claim.kind === 'equivalent') return [0, -claim.margin, claim.margin]
  const beyond = (claim.direction === 'maximize') === (claim.kind === 'better')
  return [0, beyond ? claim.margin : -claim.margin]
}

function axis(x: Scale, title: string): string {
  const ticks = x.ticks.map(
    (tick) =>
      line(x.place(tick), area.axis, x.place(tick), area.axis + 4, 'axis') +
      label(showNumber(tick, x.decimals), x.place(tick), area.axis + 17, 'middle'),
  )
  return (
    line(area.left, area.axis, area.right, area.axis, 'axis') +
    ticks.join('') +
    label(title, 360, area.axis + 33, 'middle')
  )
}

function axisTitle(claim: ClaimResult, unit: string): string {
  const what = `${claim.quantity}${unit === '' ? '' : ` (${unit.trim()})`}`
  return claim.kind === 'threshold' ? what : `${what}: ${claim.arm} minus ${claim.than ?? 'the bound'}`
}

/** Neighbours stand at three heights, so that equal differences stay visible. */
function dot(x: number, index: number, unit: string): string {
  const y = area.dots + ((index % 3) - 1) * 9
  return element('circle', { cx: x, cy: y, r: 4, class: 'dot' }, element('title', {}, escapeMarkup(unit)))
}

/** A bar with a diamond; an unbounded end runs to the edge. */
function interval(x: Scale, estimate: number, { ci }: ClaimResult, factor: number): string {
  const low =
    ci === null ? x.place(estimate) : typeof ci.low === 'number' ? x.place(ci.low * factor) : area.left
  const high =
    ci === null ? x.place(estimate) : typeof ci.high === 'number' ? x.place(ci.high * factor) : area.right
  const center = x.place(estimate)
  const y = area.interval
  return (
    line(low, y, high, y, 'interval') +
    element('polygon', {
      points: `${center - 6},${y} ${center},${y - 6} ${center + 6},${y} ${center},${y + 6}`,
      class: 'estimate',
    })
  )
}
