// Numbers as people read them: as many digits as the uncertainty supports, a real minus sign, units.
// Owns rounding for every table and sentence; result files keep full precision.
import type { ResultFigure, ResultInterval } from '../../schemas/result.js'

const minus = '−'

/** `value` with a fixed number of decimals and a typographic minus; "–" where there is none. */
export function showNumber(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? `${minus}${text}` : text
}

/** The same with a plus sign where positive. */
export function showSigned(value: number | null, decimals: number): string {
  const text = showNumber(value, decimals)
  return value !== null && value > 0 && Number(text) !== 0 ? `+${text}` : text
}

/** Any number on its own: four significant digits, plain notation where that is short. */
export function showPlain(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e6) return String(value).replace('-', minus)
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6)
      ? value.toExponential(2)
      : String(Number(value.toPrecision(size >= 1e4 ? 6 : 4)))
  return text
    .replace(/(\.\d*?)0+e/, '$1e')
    .replace('.e', 'e')
    .replace('e+', 'e')
    .replaceAll('-', minus)
}

/** Decimals that show two significant digits of an interval's half width; four significant digits of `value` without one, three beside an unbounded one. */
export function decimalsFor(interval: ResultInterval | null, value: number | null): number {
  const half = interval === null ? 0 : ((interval.high ?? 0) - (interval.low ?? 0)) / 2
  const whole = interval !== null && interval.low !== null && interval.high !== null && half > 0
  const scale = whole ? half / 10 : Math.abs(value ?? 1) / (interval === null ? 1000 : 100)
  return scale === 0 ? 1 : Math.min(6, Math.max(0, Math.ceil(-Math.log10(scale) - 1e-9)))
}

/** "0.953 [0.949, 0.957]"; the mean alone without an interval. */
export function showFigure({ mean, ci }: ResultFigure): string {
  const decimals = decimalsFor(ci, mean)
  const shown = showNumber(mean, decimals)
  return ci === null ? shown : `${shown} ${showEnds(ci, (end) => showNumber(end, decimals))}`
}

/** "[−0.2, 1.1]", an unbounded end as "−∞" or "∞". */
export function showEnds({ low, high }: ResultInterval, show: (end: number) => string): string {
  return `[${low === null ? `${minus}∞` : show(low)}, ${high === null ? '∞' : show(high)}]`
}

/** "p = 0.031", two significant digits; "p < 0.0001" below that. */
export function showP(p: number): string {
  if (p < 1e-4) return 'p < 0.0001'
  return `p = ${p >= 0.9995 ? '1' : String(Number(p.toPrecision(2)))}`
}

/** "1 replicate", "6 replicates". */
export const plural = (count: number, noun: string): string => `${count} ${count === 1 ? noun : `${noun}s`}`

/** "45 s", "2 min", "1 h 20 min": rounded as an estimate deserves. */
export function showDuration(seconds: number): string {
  if (seconds < 1) return 'under 1 s'
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** A value of a configuration. */
export function showValue(value: unknown): string {
  if (typeof value === 'number') return showPlain(value)
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–')
}
