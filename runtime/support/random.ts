// Named, counter-based random streams: the only source of randomness on the host.
// A stream is named by a path, so a draw added in one place moves no other; it holds no state but its counter.
import { digestOfBytes } from './digest.js'

// Taken out of the global object once: in a sandbox (tests, plugins) each look-up there costs more than the arithmetic.
const { floor, imul } = Math

/** A reproducible sequence of draws. */
export interface RandomStream {
  /** A 32-bit unsigned integer. */
  bits(): number
  /** A double in [0, 1) with 53 random bits. */
  uniform(): number
  /** An integer in [0, bound), without bias; bound ≤ 2^32. */
  integer(bound: number): number
  /** A standard normal draw (Box–Muller, one of the pair). */
  normal(): number
  /** That many of them, both of each pair: half the work. */
  normals(count: number): Float64Array
  /** One of the items, uniformly. */
  pick<T>(items: readonly T[]): T
  /** 0 … count−1 in random order (Fisher–Yates). */
  permutation(count: number): Uint32Array
  /** A stream of its own, named below this one; consumes nothing from this one. */
  derive(...path: readonly (string | number)[]): RandomStream
}

/** The stream named by a path, for example `randomStream(seed, 'trial', 17, 'initialize')`. */
export function randomStream(...path: readonly (string | number)[]): RandomStream {
  const key = keyOf(path)
  let counter = 0
  let block: readonly number[] = []
  let used = 4

  const bits = (): number => {
    if (used === 4) {
      block = philox(counter, key)
      counter += 1
      used = 0
    }
    const value = block[used] ?? 0
    used += 1
    return value
  }
  const uniform = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992
  const integer = (bound: number): number => {
    const limit = 4294967296 - (4294967296 % bound)
    let draw = bits()
    while (draw >= limit) draw = bits()
    return draw % bound
  }
  const permutation = (count: number): Uint32Array => {
    const order = Uint32Array.from({ length: count }, (_, index) => index)
    for (let last = count - 1; last > 0; last -= 1) {
      const other = integer(last + 1)
      const held = order[last] ?? 0
      order[last] = order[other] ?? 0
      order[other] = held
    }
    return order
  }
  const normals = (count: number): Float64Array => {
    const draws = new Float64Array(count)
    for (let place = 0; place < count; place += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      draws[place] = radius * Math.cos(angle)
      // Beyond the end of an odd count it is ignored.
      draws[place + 1] = radius * Math.sin(angle)
    }
    return draws
  }
  return {
    bits,
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    normals,
    pick: (items) => {
      const item = items[integer(items.length)]
      if (item === undefined) throw new RangeError('pick from an empty list')
      return item
    },
    permutation,
    derive: (...below) => randomStream(...path, ...below),
  }
}

/** A non-negative integer seed below 2^48, derived from a path; for places that want a number. */
export const deriveSeed = (...path: readonly (string | number)[]): number => {
  const [high, low] = keyOf(path)
  return (high >>> 16) * 4294967296 + low
}

/** 64-bit key of a path; type and length of each part count, so that ('a', 'b') is not ('ab'). */
function keyOf(path: readonly (string | number)[]): readonly [number, number] {
  const digest = digestOfBytes(JSON.stringify(path))
  return [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16)]
}

/** Philox-4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011). */
export function philox(counter: number, key: readonly [number, number]): readonly number[] {
  let [k0, k1] = key
  let c0 = counter >>> 0
  let c1 = floor(counter / 4294967296) >>> 0
  let c2 = 0
  let c3 = 0
  for (let round = 0; round < 10; round += 1) {
    const next0 = (highOfProduct(0xcd9e8d57, c2) ^ c1 ^ k0) >>> 0
    const next2 = (highOfProduct(0xd2511f53, c0) ^ c3 ^ k1) >>> 0
    c1 = imul(0xcd9e8d57, c2) >>> 0
    c3 = imul(0xd2511f53, c0) >>> 0
    c0 = next0
    c2 = next2
    k0 = (k0 + 0x9e3779b9) >>> 0
    k1 = (k1 + 0xbb67ae85) >>> 0
  }
  return [c0, c1, c2, c3]
}

/** The upper 32 bits of a 32 × 32 bit product; the lower ones are `imul`. */
function highOfProduct(a: number, b: number): number {
  const aHigh = a >>> 16
  const aLow = a & 0xffff
  const bHigh = b >>> 16
  const bLow = b & 0xffff
  // Whole numbers below 2^53 throughout, so that the divisions are exact shifts.
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = (middle & 0xffff) + aLow * bHigh
  return (aHigh * bHigh + (middle - (middle & 0xffff)) / 65536 + (carry - (carry & 0xffff)) / 65536) >>> 0
}
