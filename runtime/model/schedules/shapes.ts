// What schedules share: options that several have, ways to go down from 1 to 0, and where on the way a step is.
import { invariant } from '../../support/invariant.js'

/** Schema of `minimum`: where a schedule ends. */
export const minimumSchema = {
  type: 'number',
  minimum: 0,
  maximum: 1,
  default: 0,
  description: 'Factor that is reached at the end.',
  'x-open': true,
  'x-scale': true,
} as const

/** Schema of `warmup`, a share of all steps. */
export const warmupSchema = <const Default extends number>(standard: Default) =>
  ({
    type: 'number',
    minimum: 0,
    exclusiveMaximum: 1,
    default: standard,
    description: 'Share of all steps in which the rate rises linearly to its full value first.',
    'x-open': true,
    'x-scale': true,
  }) as const

/** Schema of the share of all steps, at the end, in which a rate that was held goes down. */
export const decaySchema = <const Default extends number>(standard: Default) =>
  ({
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: standard,
    description: 'Share of all steps, at the end, in which the rate goes down to its minimum.',
    'x-open': true,
    'x-scale': true,
  }) as const

/** What an exponential falls to before it is stretched to reach 0. Chosen here: two decades, as far as a rate mostly falls. */
const tail = 0.01

/** Ways from 1 at progress 0 down to 0 at progress 1, never up. */
const heights: Readonly<Record<string, (progress: number) => number>> = {
  linear: (progress) => 1 - progress,
  cosine: (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)),
  exponential: (progress) => (Math.exp(progress * Math.log(tail)) - tail) / (1 - tail),
  /** Hägele et al., Scaling laws and compute-optimal training beyond fixed training durations, 2024. */
  root: (progress) => 1 - Math.sqrt(progress),
}

/** Schema of the way down. */
export const shapeSchema = {
  type: 'string',
  enum: ['linear', 'cosine', 'exponential', 'root'],
  default: 'linear',
  description:
    'How the rate goes down: along a line, half a cosine, an exponential that falls by 100, or 1 − √progress.',
  'x-open': true,
} as const

/** Height of a shape at a progress in [0, 1]: from 1 down to 0. */
export function heightOf(shape: string, progress: number): number {
  const height = heights[shape]
  invariant(height !== undefined, `no shape '${shape}'`)
  return height(progress)
}

/** From 1 down to `lowest` as a height goes from 1 to 0. */
export const between = (lowest: number, height: number): number => lowest + (1 - lowest) * height

/** How far a step is between the steps `from` and `to`, in [0, 1]; an empty stretch never begins. */
export const progressOf = (step: number, from: number, to: number): number =>
  to <= from ? 0 : Math.min(1, Math.max(0, (step - from) / (to - from)))

/** Factor of step t in a rise over `steps`: (t + 1) / steps, so that the first step already moves. */
export const rampUp = (step: number, steps: number): number => (step + 1) / steps
