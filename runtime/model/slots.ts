// Names of what is kept for a parameter beside its value: optimizer state, gathered gradients, averages.

/** What is kept for a value under a name of its own; models hold no such names. */
export const slotName = (name: string, slot: string): string => `${name}~${slot}`

/** Whether a name is that of a parameter or a running statistic, not of something kept beside it. */
export const isModelName = (name: string): boolean => !name.includes('~')

/** Slot of the running average of a value. */
export const averageSlot = 'average'

/** Slot of the gradient gathered so far over micro-batches. */
export const gradientSlot = 'gradient'

/** The value that an average belongs to; undefined for other names. */
export const averagedName = (name: string): string | undefined =>
  name.endsWith(`~${averageSlot}`) ? name.slice(0, -averageSlot.length - 1) : undefined
