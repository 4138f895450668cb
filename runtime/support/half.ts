// Numbers of half precision (IEEE 754-2019, binary16: 1 sign bit, 5 of exponent, 10 of fraction) on the host, which has no type for them.

/** Largest number of half precision. */
export const largestHalf = 65504

/** Bits of the nearest half, ties to even; from 65520 on infinity. Numbers pass through float32 first, as those of graphs do. */
export function halfBits(number: number): number {
  const real = Math.fround(number)
  if (Number.isNaN(real)) return 0x7e00
  const sign = real < 0 || Object.is(real, -0) ? 0x8000 : 0
  const size = Math.abs(real)
  if (size >= 65520) return sign | 0x7c00
  // Below 2⁻¹⁴ steps are all 2⁻²⁴; above, 1024 to each power of two. Sizes in steps are exact in double precision.
  const exponent = Math.max(-14, exponentOf(size))
  const steps = roundedToEven(size * 2 ** (10 - exponent))
  // A fraction rounded up to a whole power of two carries into the exponent by itself.
  return sign | (steps + (exponent + 14) * 1024)
}

/** The number that bits of half precision stand for. */
export function halfNumber(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** Largest e with 2ᵉ ≤ size, for sizes in the range of normal halves; less below it. */
function exponentOf(size: number): number {
  let exponent = 15
  while (exponent > -15 && 2 ** exponent > size) exponent -= 1
  return exponent
}

function roundedToEven(number: number): number {
  const below = Math.floor(number)
  const rest = number - below
  if (rest === 0.5) return below + (below % 2)
  return rest > 0.5 ? below + 1 : below
}
