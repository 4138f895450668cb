// Which of the finished trials are the good ones.
import { unreachable } from '../../support/invariant.js'
import type { Gamma } from './settings.js'

/** Size of the good group among `count` finished trials: γ·n (Bergstra et al. 2011), γ·√n (hyperopt), each rounded up and capped. */
export function belowCount(count: number, gamma: Gamma): number {
  switch (gamma.kind) {
    case 'linear':
      return Math.min(Math.ceil(gamma.fraction * count), gamma.cap)
    case 'sqrt':
      return Math.min(Math.ceil(gamma.factor * Math.sqrt(count)), gamma.cap)
    case 'quantile':
      return Math.ceil(gamma.quantile * count)
    default:
      return unreachable(gamma)
  }
}
