// Random numbers inside a graph: a counter-based generator keyed by (seed, stream, step, element).
// Only +, × and ⌊· / 2^k⌋ on uint32, which every device computes with the same bits; and its twin on the host.
import type { Builder, Value } from './graph.js'
import { tensorFrom } from './tensor.js'

// Chosen here: rounds of x ← x·(2x + 1) mod 2^32 (a permutation, RC6's source of non-linearity: Rivest et al. 1998)
// and x ← x + ⌊x / 2^16⌋, which brings its good high bits down; words of key are added between rounds. Products
// with constants in place of the square are too linear without ⊕, which WebGPU lacks: they fail the tests that this
// passes (test/runtime/tensor/random.test.ts). The constants are 2^32/φ, π and a mixer of Ettinger's (2018).
const golden = 0x9e3779b9
const start = 0x243f6a88
const spread = 0x846ca68b

/** What a draw depends on: two uint32 scalars of the graph and a number that tells uses apart. */
export interface RandomKey<T> {
  /** Of the training. */
  readonly seed: T
  /** Of the place in the model; below 2^32. */
  readonly stream: number
  /** Number of the training step. */
  readonly step: T
}

/** Arithmetic modulo 2^32: in a graph or on the host. */
interface Arithmetic<T> {
  add(left: T, right: T | number): T
  multiply(left: T, right: T | number): T
  shiftRight(x: T, bits: number): T
}

/** 32 random bits for each entry of a shape. */
export function randomBits(g: Builder, key: RandomKey<Value>, shape: readonly number[]): Value {
  const count = shape.reduce((product, length) => product * length, 1)
  const counters = g.constant(tensorFrom('uint32', shape, countersOf(count)))
  return drawn(arithmeticIn(g), keysOf(arithmeticIn(g), key), (low) => g.add(low, counters))
}

/** float32 in [0, 1): the upper 24 of 32 random bits. */
export function randomUniform(g: Builder, key: RandomKey<Value>, shape: readonly number[]): Value {
  const bits = g.shiftRight(randomBits(g, key, shape), 8)
  return g.multiply(g.cast(bits, 'float32'), 2 ** -24)
}

/**
 * Standard normal draws [2n] from uniform ones in [0, 1) [n] and [n]: Box and Muller, A note on the generation of random normal
 * deviates, 1958. 24 bits of the first bound them by 5.8.
 */
export function normalsFrom(radius: Value, angle: Value, g: Builder): Value {
  const distance = g.sqrt(g.multiply(g.log(g.subtract(1, radius)), -2))
  const turn = g.multiply(angle, 2 * Math.PI)
  return g.concat([g.multiply(distance, g.cos(turn)), g.multiply(distance, g.sin(turn))], 0)
}

/** The bits that `randomBits` gives, computed here. */
export function hostRandomBits(key: RandomKey<number>, count: number): Uint32Array {
  const keys = keysOf(onHost, key)
  const counters = countersOf(count)
  return counters.map((counter) => drawn(onHost, keys, (low) => onHost.add(low, counter)))
}

/** The numbers that `randomUniform` gives, computed here. */
export const hostRandomUniform = (key: RandomKey<number>, count: number): Float32Array =>
  Float32Array.from(hostRandomBits(key, count), (bits) => (bits >>> 8) * 2 ** -24)

const countersOf = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, index) => Math.imul(index, golden))

/** Two words of key: the seed and the stream first, so that their part is computed once for all steps. */
function keysOf<T>(of: Arithmetic<T>, { seed, stream, step }: RandomKey<T>): readonly [T, T] {
  const seeded = mixed(of, of.add(of.multiply(seed, golden), start))
  const base = mixed(of, of.add(seeded, wrapped(stream)))
  const low = mixed(of, of.add(of.multiply(step, golden), base))
  return [low, of.add(of.multiply(low, spread), base)]
}

/** Two rounds, a word of key before each. */
const drawn = <T>(of: Arithmetic<T>, [low, high]: readonly [T, T], counted: (low: T) => T): T =>
  round(of, of.add(round(of, counted(low)), high))

/** Three rounds, constants between them. */
const mixed = <T>(of: Arithmetic<T>, x: T): T =>
  round(of, of.add(round(of, of.add(round(of, x), golden)), start))

function round<T>(of: Arithmetic<T>, x: T): T {
  const product = of.multiply(x, of.add(of.add(x, x), 1))
  return of.add(product, of.shiftRight(product, 16))
}

const wrapped = (stream: number): number => Math.imul(stream + 1, golden) >>> 0

const arithmeticIn = (g: Builder): Arithmetic<Value> => ({
  add: (left, right) => g.add(left, right),
  multiply: (left, right) => g.multiply(left, right),
  shiftRight: (x, bits) => g.shiftRight(x, bits),
})

const onHost: Arithmetic<number> = {
  add: (left, right) => (left + right) >>> 0,
  multiply: (left, right) => Math.imul(left, right) >>> 0,
  shiftRight: (x, bits) => x >>> bits,
}
