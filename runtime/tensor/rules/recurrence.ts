// What recurrent operators share. Sequences are `[…lead, T, N, X]`: T steps of a batch of N; weights `[A, B]`, or
// `[…lead, 1, A, B]` where members of a population have their own.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Attributes, Builder, Device, Lane, Use, Value } from '../graph.js'
import type { Axis, TensorType } from '../tensor-type.js'
import { broadcastShapes, fixedShape, sameShape } from '../tensor-type.js'
import { alignedLanes, remade } from './elementwise.js'
import { at, batchedValue } from './lanes.js'
import type { Scan } from './scan.js'
import type { Tape } from './tape.js'

/** Length of the last axis. */
export const widthOf = ({ shape }: TensorType): number => at(fixedShape(shape.slice(-1)), 0)

/** Lead, steps and batch of the first sequence, and the lead of all inputs together. @throws GraphError */
export function sequenceShape(
  sequences: readonly TensorType[],
  weights: readonly TensorType[],
): { readonly lead: readonly Axis[]; readonly steps: number; readonly batch: Axis } {
  const first = at(sequences, 0)
  if (
    sequences.some(
      ({ shape }) => shape.length < 3 || !sameShape(shape.slice(-3, -1), first.shape.slice(-3, -1)),
    )
  )
    throw new GraphError(
      'shape-mismatch',
      'sequences of the same steps and batch, […, T, N, X], are expected',
    )
  if (weights.some(({ shape }) => (shape.at(-3) ?? 1) !== 1))
    throw new GraphError('shape-mismatch', 'weights are the same in all steps')
  const lead = broadcastShapes(...[...sequences, ...weights].map(({ shape }) => shape.slice(0, -3)))
  return {
    lead,
    steps: at(fixedShape(first.shape.slice(-3, -2)), 0),
    batch: at(first.shape, first.shape.length - 2),
  }
}

/** @throws GraphError `shape-mismatch` unless the last axes of the type are these */
export function checkEnd(what: string, { shape }: TensorType, end: readonly Axis[]): void {
  if (sameShape(shape.slice(-end.length), end)) return
  const found = shape.slice(-end.length).join(',')
  throw new GraphError('shape-mismatch', `${what} end in [${found}], not in [${end.join(',')}]`)
}

/** Each step's entry is that of the step before it in the order of the run; zeros come first. */
export function stepBefore(x: Value, reverse: boolean, g: Builder): Value {
  const { shape } = x.type
  const axis = shape.length - 3
  const [steps = 1] = fixedShape(shape.slice(axis, axis + 1))
  const zeros = g.expand(g.scalar(0, x.type.element), [...shape.slice(0, axis), 1, ...shape.slice(axis + 1)])
  if (steps === 1) return zeros
  const kept = g.slice(x, [{ axis, start: reverse ? 1 : 0, end: reverse ? steps : steps - 1 }])
  return g.concat(reverse ? [kept, zeros] : [zeros, kept], axis)
}

/** Blocks of columns of equal width. */
export const blocks = (x: Value, count: number, g: Builder): readonly Value[] =>
  g.split(
    x,
    x.type.shape.length - 1,
    Array.from({ length: count }, () => widthOf(x.type) / count),
  )

/** Blocks of columns side by side. */
export const joined = (values: readonly Value[], g: Builder): Value =>
  g.concat(values, at(values, 0).type.shape.length - 1)

/** Σ over steps and batch of xᵀ·y, one product for all: `[…, T, N, A], […, T, N, B] → [A, B]`, or `[…lead, 1, A, B]`. */
export function weightGradient(x: Value, y: Value, g: Builder): Value {
  const rows = (value: Value): Value => {
    const shape = fixedShape(value.type.shape)
    const lead = shape.slice(0, -3)
    const [steps = 1, batch = 1, width = 1] = shape.slice(-3)
    return g.reshape(value, [...lead, ...(lead.length === 0 ? [] : [1]), steps * batch, width])
  }
  return g.matmul(rows(x), rows(y), { transposeLeft: true })
}

/** Weights inside a scan: without their axis of steps, and of the rank that values there have. */
export function weightsInside(
  scan: Scan,
  name: string,
  { shape }: TensorType,
  lead: readonly Axis[],
): string {
  const own = shape.slice(0, -3)
  const inside = [...(own.length === 0 ? lead.map(() => 1) : own), ...shape.slice(-2)]
  return sameShape(inside, shape)
    ? name
    : scan.around.add('Reshape', [name, scan.around.ints(fixedShape(inside))])
}

/**
 * The population form of a recurrent operator: itself, on lanes of one rank. Weights that all members share are repeated: ONNX
 * Runtime would make the products of all members one, which takes the last rows in another way.
 */
export function recurrentLanes(
  use: Use<Attributes>,
  lanes: readonly Lane[],
  place: number,
  width: number,
  g: Builder,
): readonly Value[] {
  const own = lanes.map((lane, index) =>
    index === place ? { value: batchedValue(lane, width, g), batched: true } : lane,
  )
  return remade(use, alignedLanes(use, own, g))
}

/** A product inside a scan and what is added to it: one Gemm for matrices. */
export function productPlus(
  scan: Scan,
  lead: readonly Axis[],
  [left, right]: readonly [string, string],
  term: string,
): string {
  const { body } = scan
  if (lead.length === 0) return body.add('Gemm', [left, right, term])
  return body.add('Add', [body.add('MatMul', [left, right]), term])
}

/** From so many steps on, what is sent back may fade to numbers that are too small to be normal. */
const fadingSteps = 65

/**
 * What is sent back through many steps fades to numbers below 1e−38, with which processors take many times as long (a GRU over 512
 * steps: 112 ms instead of 31). Below 1e−30 it becomes 0. ONNX Shrink 9, on the host; float64 would pass through float32 there.
 */
export const unfaded = (body: Tape, value: string, { shape, element }: TensorType, device: Device): string =>
  Number(shape.at(-3)) < fadingSteps || element !== 'float32' || device !== 'cpu'
    ? value
    : body.add('Shrink', [value], { lambd: { float: 1e-30 } })
