// Quotients by powers of two.
import { numberAllOver } from '../../rules/literals.js'
import { sameType } from '../../tensor-type.js'
import type { Simplification } from './simplification.js'

/** Largest exponents whose powers have a reciprocal that is a normal number too. */
const largestExponents: Readonly<Record<string, number>> = { float32: 126, float64: 1022 }

/** x / 2ᵏ is x·2⁻ᵏ: both round the same real number. Of other divisors the reciprocal is rounded already, so they stay. */
export const powerOfTwo: Simplification = {
  operators: ['divide'],
  apply: ({ node, inputs: [x, y], build }) => {
    const [type] = node.types
    if (x === undefined || y === undefined || type === undefined || !sameType(x.type, type)) return undefined
    const divisor = numberAllOver(y) ?? NaN
    const exponent = Math.log2(Math.abs(divisor))
    const isPower = Number.isInteger(exponent) && 2 ** exponent === Math.abs(divisor)
    const largest = largestExponents[type.element] ?? -1
    return isPower && Math.abs(exponent) <= largest ? build().multiply(x, 1 / divisor) : undefined
  },
}
