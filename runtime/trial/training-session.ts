// A training graph in ONNX Runtime: the loop over steps, for one training or for a population of a fixed width.
// Knows how members' numbers become feeds and back; what is trained when is the group's affair.
import type { ProcedureContext } from '../procedures/procedure.js'
import type { NamedValue } from '../onnx/encode.js'
import { encodeLoop, nextName } from '../onnx/loop.js'
import { openSession, type Session, type Trace } from '../onnx/session.js'
import { invariant } from '../support/invariant.js'
import { batchGraph, spreadLanes } from '../tensor/batch.js'
import { builder } from '../tensor/builder.js'
import type { Value } from '../tensor/graph.js'
import { optimizeGraph } from '../tensor/optimize.js'
import { tensorFrom, type Tensor } from '../tensor/tensor.js'
import type { Observation } from '../model/model-leaves.js'
import { trainingStep, type TrainingStep } from '../model/training-step.js'
import type { Recipe } from '../model/training-recipe.js'
import type { StateSlot } from '../model/slots.js'
import type { SavedTensor } from './checkpoint.js'
import { fixedFeeds, leafName, stepFeeds, type Chunk, type Feeding } from './chunk-feeds.js'

/** Name and shape of one carried value of a single model. */
export interface SlotShape {
  readonly name: string
  readonly shape: readonly number[]
}

/** What a call gives. */
export interface ChunkResult {
  readonly state: readonly Float32Array[]
  /** [steps, slots] */
  readonly losses: Float32Array
  /** [steps, slots, observations], in the order of the session's `observes`. */
  readonly observed: Float32Array
}

/** An open training graph. */
export interface TrainingSession {
  readonly slots: readonly SlotShape[]
  /** Which observation of which layer each of the observed numbers is. */
  readonly observes: readonly Pick<Observation, 'name' | 'layer'>[]
  /** States of the slots as the graph carries them. */
  stack(states: readonly (readonly SavedTensor[])[]): readonly Float32Array[]
  /** States of the first `count` slots. */
  unstack(state: readonly Float32Array[], count: number): readonly (readonly SavedTensor[])[]
  run(chunk: Chunk): Promise<ChunkResult>
  release(): Promise<void>
}

/** What a training graph is written for. */
export interface TrainingTarget {
  readonly device: ProcedureContext['device']
  readonly deviceIndex?: number
  /** Size of the host's blocks of channels, where it has the blocked convolution. */
  readonly block?: number
  /** Whether the graph is checked after every pass: for development and tests, at the price of some milliseconds. */
  readonly checked?: boolean
}

/** Builds and loads the graph of a recipe; width 0 is the form without a population axis. A trace is told of one step. */
export async function openTraining(
  recipe: Recipe,
  width: number,
  target: TrainingTarget,
  trace?: Trace,
): Promise<TrainingSession> {
  const step = trainingStep(recipe, builder())
  const { device, deviceIndex, block } = target
  const model = encodeTraining(step, width, { device, ...(block === undefined ? {} : { block }) })
  const session = await openSession(model, {
    device,
    ...(deviceIndex === undefined ? {} : { deviceIndex }),
    ...(trace === undefined ? {} : { trace }),
  })
  const slots = step.state.map(({ name, shape }) => ({ name, shape }))
  const axis = width === 0 ? [] : [width]
  let isTraced = trace === undefined
  return {
    slots,
    observes: step.observations,
    stack: (states) =>
      width === 0 ? (states[0] ?? []).map(({ values }) => values) : stackStates(slots, states),
    unstack: (state, count) =>
      Array.from({ length: count }, (_, slot) =>
        slots.map(({ name, shape }, index) => ({ name, shape, values: slice(state[index], shape, slot) })),
      ),
    run: (chunk) => {
      const whole = isTraced
      isTraced = true
      const run = (part: Chunk) => runChunk(session, { step, slots, axis }, part)
      return whole ? run(chunk) : inTwo(run, chunk)
    },
    release: () => session.release(),
  }
}

type Run = TrainingSession['run']

/** The first step by itself, then the others: the same bits, and only one step is traced (a hundred would fill a disk). */
async function inTwo(run: Run, chunk: Chunk): ReturnType<Run> {
  const first = await run({ ...chunk, steps: 1 })
  if (chunk.steps === 1) return first
  const others = { ...chunk, first: chunk.first + 1, steps: chunk.steps - 1, state: first.state }
  const rest = await run(others)
  return {
    state: rest.state,
    losses: Float32Array.of(...first.losses, ...rest.losses),
    observed: Float32Array.of(...first.observed, ...rest.observed),
  }
}

/** The loop's ONNX bytes. */
export function encodeTraining(
  step: TrainingStep,
  width: number,
  { checked = false, ...target }: Omit<TrainingTarget, 'deviceIndex'>,
): Uint8Array {
  const carried = { ...step, state: step.state.filter(isCarried) }
  const { state, perStep, scans } = optimized(
    width === 0 ? { ...carried, scans: scansOf(step) } : widen(step, carried.state, width),
    checked,
  )
  return encodeLoop({
    name: 'training',
    state: state.map(({ current, next }) => ({ input: current, next })),
    perStep: step.counter === undefined ? perStep : [...perStep, step.counter],
    scans,
    ...target,
  })
}

/** Whether a step changes a value. What none does (frozen weights) is fed once a call, like data, and what follows from it computed once. */
const isCarried = ({ current, next }: StateSlot): boolean => current !== next

/** What a step shows: its loss, and what is observed as one vector. */
function scansOf({ loss, observations }: TrainingStep): readonly NamedValue[] {
  const shown = [{ name: 'loss', value: loss }]
  if (observations.length === 0) return shown
  const graph = builder('observed')
  const numbers = observations.map(({ value }) => graph.reshape(value, [1]))
  return [...shown, { name: 'observed', value: graph.concat(numbers, 0) }]
}

/** The part of a step that the width changes. */
interface Loop extends Pick<TrainingStep, 'state' | 'perStep'> {
  readonly scans: readonly NamedValue[]
}

/** Equal computations merged, idle ones dropped; leaves stay what they are. */
const optimized = (loop: Loop, checked: boolean): Loop => ({
  ...loop,
  ...withResults(loop, optimizeGraph(resultsOf(loop), { checked })),
})

/** Everything that leaves a step. */
const resultsOf = ({ state, scans }: Pick<Loop, 'state' | 'scans'>): readonly Value[] => [
  ...state.map(({ next }) => next),
  ...scans.map(({ value }) => value),
]

/** The same with other values, in the order of `resultsOf`. */
const withResults = (
  { state, scans }: Pick<Loop, 'state' | 'scans'>,
  results: readonly Value[],
): Pick<Loop, 'state' | 'scans'> => ({
  state: state.map((slot, index) => ({ ...slot, next: results[index] ?? slot.next })),
  scans: scans.map((scan, index) => ({ ...scan, value: results[state.length + index] ?? scan.value })),
})

/** The step for a population: everything that is a member's own gets a leading axis; data and step number are shared. */
function widen(step: TrainingStep, carried: readonly StateSlot[], width: number): Loop {
  const own = [...step.state.map(({ current }) => current), ...step.fixed, ...step.perStep]
  const lone = { state: carried, scans: scansOf(step) }
  const batched = batchGraph(resultsOf(lone), new Set(own.map(leafName)), width)
  const results = spreadLanes(batched.outputs, width)
  const wide = (leaf: Value): Value => batched.inputs.get(leafName(leaf)) ?? leaf
  const { state, scans } = withResults(lone, results)
  return {
    state: state.map((slot) => ({ ...slot, current: wide(slot.current) })),
    perStep: step.perStep.map(wide),
    scans,
  }
}

interface Layout extends Feeding {
  readonly slots: readonly SlotShape[]
}

async function runChunk(session: Session, layout: Layout, chunk: Chunk): Promise<ChunkResult> {
  const { slots, axis } = layout
  const feeds: Record<string, Tensor> = { ...fixedFeeds(layout, chunk), ...stepFeeds(layout, chunk) }
  slots.forEach(({ name, shape }, index) => {
    feeds[name] = tensorFrom('float32', [...axis, ...shape], chunk.state[index] ?? new Float32Array())
  })
  const given = Object.fromEntries(
    session.inputs.flatMap((name) => (feeds[name] === undefined ? [] : [[name, feeds[name]] as const])),
  )
  const results = await session.run(given)
  return {
    state: layout.step.state.map((slot, index) =>
      isCarried(slot) ? realsOf(results[nextName(slot.name)]) : (chunk.state[index] ?? new Float32Array()),
    ),
    losses: realsOf(results['loss']),
    observed: layout.step.observations.length === 0 ? new Float32Array() : realsOf(results['observed']),
  }
}

function stackStates(
  slots: readonly SlotShape[],
  states: readonly (readonly SavedTensor[])[],
): readonly Float32Array[] {
  return slots.map(({ shape }, index) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const all = new Float32Array(size * states.length)
    states.forEach((state, slot) => all.set(state[index]?.values ?? new Float32Array(size), slot * size))
    return all
  })
}

function slice(values: Float32Array | undefined, shape: readonly number[], slot: number): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1)
  return (values ?? new Float32Array(size)).subarray(slot * size, (slot + 1) * size)
}

function realsOf(tensor: Tensor | undefined): Float32Array {
  invariant(tensor?.data instanceof Float32Array, 'a training graph returned something else than reals')
  return tensor.data
}
