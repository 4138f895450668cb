// One ONNX Scan: a body of nodes that runs once a step of a sequence, with values carried from step to step.
import type { OnnxNode, OnnxResult, OnnxScope } from '../graph.js'
import type { Axis, ElementType, TensorType } from '../tensor-type.js'
import { countOf, tensorType } from '../tensor-type.js'
import { tensorOf } from '../tensor.js'
import type { Tape } from './tape.js'
import { tapeOf } from './tape.js'

/** A Scan under construction. Shapes are those inside, `[…lead, N, X]`; outside they are `[…lead, T, N, X]`, T the steps. */
export interface Scan {
  /** Nodes in front of the scan. */
  readonly around: Tape
  /** Nodes of one step. */
  readonly body: Tape
  /** One step of `name`. */
  entry(name: string, shape: readonly Axis[]): string
  /** A value carried along: zeros before the first step, then what `carry` says. */
  state(shape: readonly Axis[]): string
  /** What the next step finds in place of `state`. */
  carry(state: string, next: string): void
  /** Stacks a value of all steps as a result of the operator; does nothing if nobody needs that result. */
  stack(value: string, shape: readonly Axis[], result: string): void
  /** All nodes; `backwards` takes the last step first, and puts it last among the results again. */
  nodes(backwards: boolean): readonly OnnxNode[]
}

/** An empty Scan. ONNX Scan 16. `like` is an input whose second to last axis is N, asked for a length that is not known before. */
export function scanOf(scope: OnnxScope, element: ElementType, like: string): Scan {
  const [around, body] = [tapeOf(scope), tapeOf(scope)]
  const states: { readonly first: string; readonly inside: OnnxResult; next: string }[] = []
  const entries: { readonly outside: string; readonly inside: OnnxResult }[] = []
  const stacks: { readonly value: string; readonly type: TensorType; readonly result: string }[] = []
  const inside = (shape: readonly Axis[]): OnnxResult => ({
    name: scope.fresh(),
    type: tensorType(element, shape),
  })
  return {
    around,
    body,
    entry: (name, shape) => {
      const one = inside(shape)
      const perm = moved(shape.length, 'front')
      const outside = shape.length === 2 ? name : around.add('Transpose', [name], { perm })
      entries.push({ outside, inside: one })
      return one.name
    },
    state: (shape) => {
      const one = inside(shape)
      states.push({ first: zeros(shape, element, { scope, around, like }), inside: one, next: one.name })
      return one.name
    },
    carry: (state, next) => {
      const known = states.find((one) => one.inside.name === state)
      if (known !== undefined) known.next = next
    },
    stack: (value, shape, result) => {
      if (result !== '') stacks.push({ value, type: tensorType(element, shape), result })
    },
    nodes: (backwards) => {
      const order = (count: number): readonly number[] =>
        Array.from({ length: count }, () => Number(backwards))
      const next = states.map((one) => ({ name: one.next, type: one.inside.type }))
      const stacked = leaving(stacks, next, body)
      const outside = stacks.map(({ type, result }) => (type.shape.length === 2 ? result : scope.fresh()))
      const scan: OnnxNode = {
        operator: 'Scan',
        inputs: [...states.map(({ first }) => first), ...entries.map((one) => one.outside)],
        outputs: [...states.map(() => scope.fresh()), ...outside],
        attributes: {
          num_scan_inputs: entries.length,
          scan_input_directions: order(entries.length),
          scan_output_directions: order(stacks.length),
          body: {
            body: {
              inputs: [...states, ...entries].map((one) => one.inside),
              nodes: body.nodes,
              outputs: [...next, ...stacked],
            },
          },
        },
      }
      return [...around.nodes, scan, ...movedBack(stacks, outside)]
    },
  }
}

/** Names of what is stacked; a value leaves the body only once, so what is carried or stacked already is copied. */
function leaving(
  stacks: readonly { readonly value: string; readonly type: TensorType }[],
  next: readonly OnnxResult[],
  body: Tape,
): readonly OnnxResult[] {
  const taken = new Set(next.map(({ name }) => name))
  return stacks.map(({ value, type }) => {
    const name = taken.has(value) ? body.add('Identity', [value]) : value
    taken.add(name)
    return { name, type }
  })
}

/** The axis of steps put after those of the lead, where there is one. */
const movedBack = (
  stacks: readonly { readonly type: TensorType; readonly result: string }[],
  outside: readonly string[],
): readonly OnnxNode[] =>
  stacks.flatMap(({ type, result }, index): readonly OnnxNode[] => {
    const name = outside[index] ?? ''
    const perm = moved(type.shape.length, 'back')
    return name === result
      ? []
      : [{ operator: 'Transpose', inputs: [name], outputs: [result], attributes: { perm } }]
  })

/** The axis of steps, third to last, to the front, or back from there; `rank` is that inside. */
function moved(rank: number, where: 'front' | 'back'): readonly number[] {
  const axes = Array.from({ length: rank + 1 }, (_, axis) => axis)
  const [from, to] = where === 'front' ? [rank - 2, 0] : [0, rank - 2]
  axes.splice(from, 1)
  axes.splice(to, 0, from)
  return axes
}

/** A literal, or, where the length of the batch is not known yet, zeros of its length then. */
function zeros(
  shape: readonly Axis[],
  element: ElementType,
  { scope, around, like }: { readonly scope: OnnxScope; readonly around: Tape; readonly like: string },
): string {
  if (shape.every((axis) => typeof axis === 'number')) {
    const count = countOf(shape)
    return scope.constant(tensorOf(element, shape.map(Number), new Float64Array(count)))
  }
  const lengths = shape.map((axis) =>
    typeof axis === 'number' ? around.ints([axis]) : around.add('Shape', [like], { start: -2, end: -1 }),
  )
  return around.add('ConstantOfShape', [around.add('Concat', lengths, { axis: 0 })])
}
