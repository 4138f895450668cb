// Powers that come out the same to the last bit on every engine. ECMAScript leaves the accuracy of `**` open, and engines
// changed their minds; squares, powers of two and `Math.exp` and `Math.log` are stable, all other powers go through here.

/**
 * base ^ exponent: by repeated squaring for whole exponents, with a square root for halves, as exp(exponent · log base)
 * otherwise. Zeros, infinities and NaN are treated as by `**`.
 */
export function power(base: number, exponent: number): number {
  const special = base === 0 || !Number.isFinite(base) || !Number.isFinite(exponent)
  if (special) return base ** exponent
  if (Number.isSafeInteger(exponent)) return wholePower(base, exponent)
  if (Number.isSafeInteger(2 * exponent)) return wholePower(Math.sqrt(base), 2 * exponent)
  return Math.exp(exponent * Math.log(base))
}

function wholePower(base: number, exponent: number): number {
  if (exponent >= 0) return squaring(base, exponent)
  const inverse = squaring(base, -exponent)
  // Where the positive power overflows, the result may still be a (subnormal) number.
  return Number.isFinite(inverse) ? 1 / inverse : squaring(1 / base, -exponent)
}

function squaring(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
