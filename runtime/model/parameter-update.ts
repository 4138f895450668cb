// What a step does to parameters: which are trained, gradients gathered over micro-batches and clipped, the optimizer, averages.
import type { Builder, Value } from '../tensor/graph.js'
import { tensorType } from '../tensor/tensor-type.js'
import { clipGradients } from './gradient-clipping.js'
import { lossScaling } from './loss-scaling.js'
import { addScale, type ModelLeaves, type ParameterLeaf } from './model-leaves.js'
import type { UpdateContext } from './optimizers/optimizer.js'
import { isZeroScale } from './scalars.js'
import { averageSlot, gradientSlot, slotName, teacherSlot } from './slots.js'
import { applyInput, averageInput, rateInput, teacherInput, type RateClass } from './step-numbers.js'
import type { Recipe } from './training-recipe.js'
import type { StateSlot } from './slots.js'
import { groupSuffix, treatmentOf, type ParameterTreatment } from './treatment.js'
import { accumulateScale, isFrozen, optimizerScale } from './update-scales.js'

/** State after the step, and the leaves that are fed for each step. */
export interface Update {
  readonly slots: readonly StateSlot[]
  readonly steps: readonly Value[]
  readonly rateClasses: readonly RateClass[]
}

/** What the parts of an update are built with. */
interface Building {
  readonly recipe: Recipe
  readonly leaves: ModelLeaves
  readonly graph: Builder
  /** An input that is fed for each step, made on first use. */
  step(name: string): Value
}

/** What a loss gives to an update. */
export interface Lesson {
  /** The gradients of some values, of the loss times a scale where one is given. */
  gradientsOf(values: readonly Value[], scale?: Value): readonly Value[]
  /** Values of a teacher, by the parameter that they follow. */
  readonly teachers: ReadonlyMap<string, Value>
}

/** Builds the update of all parameters and running statistics. */
export function parameterUpdate(recipe: Recipe, leaves: ModelLeaves, lesson: Lesson): Update {
  const { graph } = leaves
  const inputs = new Map<string, Value>()
  const step = (name: string): Value => {
    const value = inputs.get(name) ?? graph.input(name, tensorType('float32', []))
    inputs.set(name, value)
    return value
  }
  const building: Building = { recipe, leaves, graph, step }
  const trained = [...leaves.parameters.values()].filter((leaf) => !isFrozen(recipe, leaf))
  const scaling = recipe.precision === undefined ? undefined : lossScaling(graph)
  const scaled = lesson.gradientsOf(
    trained.map(({ value }) => value),
    scaling?.scale,
  )
  const gathered = gather(trained, scaling?.unscale(scaled) ?? scaled, building)
  const guard = scaling?.guard(gathered.gradients)
  const clipped = clipGradients(recipe, gathered.gradients, leaves)
  const rateClasses = new Map<string, RateClass>()
  const parameters = [...leaves.parameters.values()].flatMap((leaf): readonly StateSlot[] => {
    const gradient = clipped[trained.indexOf(leaf)]
    if (gradient === undefined) return [{ ...slotOf(leaf), next: leaf.value }]
    const treatment = treatmentOf(recipe.groups ?? [], leaf)
    rateClasses.set(groupSuffix(treatment.rateGroups), treatment.rateGroups)
    return optimized(leaf, gradient, treatment, building).map((slot) =>
      whereDue(guard?.keep(slot) ?? slot, building),
    )
  })
  const slots = [...parameters, ...statisticsOf(leaves)]
  const scales = (guard?.slots ?? []).map((slot) => whereDue(slot, building))
  return {
    slots: [
      ...slots,
      ...gathered.slots,
      ...averagesOf(slots, building),
      ...teachersOf(slots, lesson.teachers, building),
      ...scales,
    ],
    steps: [...inputs.values()],
    rateClasses: [...rateClasses.values()],
  }
}

const slotOf = ({ name, declaration, value }: ParameterLeaf): Omit<StateSlot, 'next'> => ({
  name,
  shape: declaration.shape,
  current: value,
})

const statisticsOf = (leaves: ModelLeaves): readonly StateSlot[] =>
  [...leaves.statistics.values()].map(({ name, shape, value, next }) => ({
    name,
    shape,
    current: value,
    next: next ?? value,
  }))

/** Gradients of micro-batches add up to the mean over all their rows, and start over after each update. */
function gather(
  trained: readonly ParameterLeaf[],
  raw: readonly Value[],
  building: Building,
): { readonly gradients: readonly Value[]; readonly slots: readonly StateSlot[] } {
  const { recipe, leaves, graph, step } = building
  if (recipe.accumulate === undefined) return { gradients: raw, slots: [] }
  const share = addScale(leaves.scales, graph, accumulateScale(recipe.accumulate))
  const due = graph.greater(step(applyInput), 0.5)
  const slots = trained.map((leaf, index): StateSlot & { readonly sum: Value } => {
    const name = slotName(leaf.name, gradientSlot)
    const current = graph.input(name, leaf.value.type)
    const sum = graph.add(current, graph.multiply(raw[index] ?? current, share))
    return { ...slotOf(leaf), name, current, next: graph.where(due, 0, sum), sum }
  })
  return { gradients: slots.map(({ sum }) => sum), slots }
}

/** The value after the step where an update is due, else as it was. */
function whereDue(slot: StateSlot, { recipe, graph, step }: Building): StateSlot {
  if (recipe.accumulate === undefined) return slot
  return { ...slot, next: graph.where(graph.greater(step(applyInput), 0.5), slot.next, slot.current) }
}

/** A parameter and the optimizer's slots for it. */
function optimized(
  leaf: ParameterLeaf,
  gradient: Value,
  treatment: ParameterTreatment,
  building: Building,
): readonly StateSlot[] {
  const { definition } = building.recipe.optimizer
  const { shape } = leaf.declaration
  const before = definition.slots.map((slot) =>
    building.graph.input(slotName(leaf.name, slot), tensorType('float32', shape)),
  )
  const after = definition.update(leaf.value, gradient, before, updateContext(treatment, building))
  return [
    { ...slotOf(leaf), next: after.parameter },
    ...before.map((current, slot) => ({
      name: slotName(leaf.name, definition.slots[slot] ?? ''),
      shape,
      current,
      next: after.slots[slot] ?? current,
    })),
  ]
}

function updateContext({ rateGroups, decayGroups }: ParameterTreatment, building: Building): UpdateContext {
  const { recipe, leaves, graph, step } = building
  const { definition, options } = recipe.optimizer
  const groupsFor = (option: string): readonly number[] => (option === 'weight_decay' ? decayGroups : [])
  return {
    graph,
    scalar: (option, index) =>
      addScale(leaves.scales, graph, optimizerScale(recipe, { option, index, groups: groupsFor(option) })),
    isZero: (option) =>
      isZeroScale(definition, options, option) ||
      (groupsFor(option).length > 0 &&
        optimizerScale(recipe, { option, index: undefined, groups: groupsFor(option) }).number === 0),
    step: (name) => step(rateInput(name, rateGroups)),
  }
}

/** ā ← ā + s·(x − ā) for everything that a model holds and that changes. */
function averagesOf(slots: readonly StateSlot[], building: Building): readonly StateSlot[] {
  const { recipe, leaves, graph, step } = building
  if (recipe.averaging === undefined) return []
  const isModel = (name: string): boolean => leaves.parameters.has(name) || leaves.statistics.has(name)
  return slots
    .filter(({ name, current, next }) => isModel(name) && next !== current)
    .map((slot): StateSlot => {
      const name = slotName(slot.name, averageSlot)
      const current = graph.input(name, tensorType('float32', slot.shape))
      return { ...follower(slot, current, step(averageInput), graph), name }
    })
}

/** The same for what a teacher holds. */
const teachersOf = (
  slots: readonly StateSlot[],
  teachers: ReadonlyMap<string, Value>,
  { graph, step }: Building,
): readonly StateSlot[] =>
  slots.flatMap((slot) => {
    const current = teachers.get(slot.name)
    if (current === undefined) return []
    return [{ ...follower(slot, current, step(teacherInput), graph), name: slotName(slot.name, teacherSlot) }]
  })

/** A value that goes towards another by a share. */
const follower = ({ shape, next }: StateSlot, current: Value, share: Value, graph: Builder) => ({
  shape,
  current,
  next: graph.add(current, graph.multiply(graph.subtract(next, current), share)),
})
