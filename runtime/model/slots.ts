// Values that a training step carries, and the names of those kept for a parameter beside its value: optimizer state, gathered
// gradients, averages.
import type { Value } from '../tensor/graph.js'

/** A value that a step reads and writes; `next` is `current` itself where no step changes it. */
export interface StateSlot {
  readonly name: string
  readonly shape: readonly number[]
  readonly current: Value
  readonly next: Value
}

/** What is kept for a value under a name of its own; models hold no such names. */
export const slotName = (name: string, slot: string): string => `${name}~${slot}`

/** Whether a name is that of a parameter or a running statistic, not of something kept beside it. */
export const isModelName = (name: string): boolean => !name.includes('~')

/** Slot of the running average of a value. */
export const averageSlot = 'average'

/** Slot of the teacher's value: a running average that a loss learns from, and no model. */
export const teacherSlot = 'teacher'

/** Slot of the gradient gathered so far over micro-batches. */
export const gradientSlot = 'gradient'

/** What the loss is multiplied by in mixed precision, and the updates since it last changed: no parameter's, but the training's own. */
export const lossScaleName = slotName('loss', 'scale')
export const goodUpdatesName = slotName('loss', 'good_updates')

/** The value that an average belongs to; undefined for other names. */
export const averagedName = (name: string): string | undefined =>
  name.endsWith(`~${averageSlot}`) ? name.slice(0, -averageSlot.length - 1) : undefined

/** The value that an average or a teacher's value starts from; undefined for other names. */
export const followedName = (name: string): string | undefined =>
  averagedName(name) ??
  (name.endsWith(`~${teacherSlot}`) ? name.slice(0, -teacherSlot.length - 1) : undefined)
