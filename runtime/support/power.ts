// Powers that come out the same to the last bit on every engine. ECMAScript leaves the accuracy of `**` open, and engines
// changed their minds; squares, powers of two, `Math.sqrt`, `Math.exp` and `Math.log` agree, all other powers go through here.

/** Fractions of this denominator are composed of square roots, and so exact where the result is a whole number. */
const finest = 64
const smallestNormal = 2 ** -1022

/**
 * base ^ exponent: by repeated squaring and square roots for exponents in 64ths, as exp(exponent · log base) otherwise.
 * Zeros, infinities and NaN are treated as by `**`.
 */
export function power(base: number, exponent: number): number {
  const isSpecial = base === 0 || !Number.isFinite(base) || !Number.isFinite(exponent)
  if (isSpecial) return base ** exponent
  if (!Number.isInteger(exponent * finest)) return Math.exp(exponent * Math.log(base))
  if (exponent < 0) return reciprocalPower(base, -exponent)
  const whole = Math.floor(exponent)
  return wholePower(base, whole) * rootPower(base, exponent - whole)
}

function reciprocalPower(base: number, exponent: number): number {
  const inverse = power(base, exponent)
  const size = Math.abs(inverse)
  // Where the inverse overflows or loses digits, the result may still be a number with all of them.
  return size >= smallestNormal && size < Infinity ? 1 / inverse : power(1 / base, exponent)
}

function wholePower(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}

/** The fraction bit by bit, from halves down: errors of the factors add up and are not multiplied. */
function rootPower(base: number, fraction: number): number {
  let result = 1
  let root = base
  for (let rest = 2 * fraction; rest > 0; rest = 2 * (rest % 1)) {
    root = Math.sqrt(root)
    if (rest >= 1) result *= root
  }
  return result
}
