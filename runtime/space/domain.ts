// Arithmetic of domains: size, membership, draws, quantiles. Knows nothing of trees or paths.
import { unreachable } from '../support/invariant.js'
import type { RandomStream } from '../support/random.js'
import type { Domain, Value } from './decision.js'
import { normalCdf, normalQuantile } from '../support/normal.js'
import { power } from '../support/power.js'

/** One text for one value, equal exactly for equal values. */
export const valueKey = (value: Value): string => JSON.stringify(value)

/** Whether two values are the same choice. */
export const sameValue = (a: Value, b: Value): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && valueKey(a) === valueKey(b))

/** How many values a domain has; Infinity where it is continuous. */
export function domainSize(domain: Domain): number {
  switch (domain.kind) {
    case 'values':
      return domain.values.length
    case 'int':
    case 'log_int':
      return Math.max(0, domain.high - domain.low + 1)
    case 'uniform':
    case 'log_uniform':
      return domain.low === domain.high ? 1 : Infinity
    case 'normal':
      return domain.deviation === 0 ? 1 : Infinity
    default:
      return unreachable(domain)
  }
}

/** The value at a position of a finite domain, in its order. */
export function valueAt(domain: Domain, index: number): Value {
  switch (domain.kind) {
    case 'values': {
      const value = domain.values[index]
      if (value === undefined)
        throw new RangeError(`no value ${index} in a domain of ${domain.values.length}`)
      return value
    }
    case 'int':
    case 'log_int':
      return domain.low + index
    case 'uniform':
    case 'log_uniform':
      return domain.low
    case 'normal':
      return domain.mean
    default:
      return unreachable(domain)
  }
}

/** Position of a value in a finite domain, −1 where it is no member. */
export function indexOf(domain: Domain, value: Value): number {
  if (domain.kind !== 'values') {
    return contains(domain, value) && typeof value === 'number' && 'low' in domain ? value - domain.low : -1
  }
  const direct = domain.values.indexOf(value)
  return direct >= 0 || typeof value !== 'object'
    ? direct
    : domain.values.findIndex((other) => sameValue(other, value))
}

/** Whether a value is a member. */
export function contains(domain: Domain, value: Value): boolean {
  if (domain.kind === 'values') return indexOf(domain, value) >= 0
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  switch (domain.kind) {
    case 'int':
    case 'log_int':
      return Number.isInteger(value) && value >= domain.low && value <= domain.high
    case 'uniform':
    case 'log_uniform':
      return value >= domain.low && value <= domain.high
    case 'normal':
      return domain.deviation > 0 || value === domain.mean
    default:
      return unreachable(domain)
  }
}

/** A draw from the domain's own distribution: uniform over values and integers, as declared otherwise. */
export function draw(domain: Domain, random: RandomStream): Value {
  if (domain.kind === 'values') return valueAt(domain, random.integer(domain.values.length))
  if (domain.kind === 'int' && domainSize(domain) < 4294967296)
    return domain.low + random.integer(domainSize(domain))
  return domain.kind === 'normal'
    ? domain.mean + domain.deviation * random.normal()
    : quantile(domain, random.uniform())
}

/** The value below which a share `u` ∈ [0, 1) of the distribution lies; integers by cells [k, k+1). */
export function quantile(domain: Domain, u: number): Value {
  switch (domain.kind) {
    case 'values':
      return valueAt(domain, Math.min(domain.values.length - 1, Math.floor(u * domain.values.length)))
    case 'uniform':
      return clamp(domain.low + u * (domain.high - domain.low), domain)
    case 'log_uniform':
      return clamp(domain.low * power(domain.high / domain.low, u), domain)
    case 'int':
      return clamp(Math.floor(domain.low + u * (domain.high + 1 - domain.low)), domain)
    case 'log_int':
      return clamp(Math.floor(domain.low * power((domain.high + 1) / domain.low, u)), domain)
    case 'normal':
      return domain.mean + domain.deviation * normalQuantile(u)
    default:
      return unreachable(domain)
  }
}

/** Share of a continuous distribution below a value, in [0, 1]; the inverse of {@link quantile}. */
export function cumulative(
  domain: Exclude<Domain, { readonly kind: 'values' | 'int' | 'log_int' }>,
  value: number,
): number {
  switch (domain.kind) {
    case 'uniform':
      return (value - domain.low) / (domain.high - domain.low)
    case 'log_uniform':
      return Math.log(value / domain.low) / Math.log(domain.high / domain.low)
    case 'normal':
      return normalCdf((value - domain.mean) / domain.deviation)
    default:
      return unreachable(domain)
  }
}

/** `8 | 16 | 32`, `log-uniform 0.0001 … 0.1`: for trees and messages. */
export function showDomain(domain: Domain): string {
  switch (domain.kind) {
    case 'values':
      return domain.values.map((value) => (typeof value === 'string' ? value : valueKey(value))).join(' | ')
    case 'normal':
      return `normal ${domain.mean} ± ${domain.deviation}`
    case 'int':
    case 'log_int':
    case 'uniform':
    case 'log_uniform':
      return `${domain.kind.replace('_', '-')} ${domain.low} … ${domain.high}`
    default:
      return unreachable(domain)
  }
}

const clamp = (value: number, { low, high }: { readonly low: number; readonly high: number }): number =>
  Math.min(high, Math.max(low, value))
