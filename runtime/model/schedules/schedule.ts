// The contract of schedules: a factor on the learning rate for each step, computed on the host and fed to the graph.
import type { Definition } from '../../../schemas/definition.js'
import type { Options } from '../options.js'

/** Where in a training a step stands. Steps count from 0. */
export interface SchedulePosition {
  readonly step: number
  /** Steps up to the horizon: the maximum fidelity, unless the training says `horizon: rung`. */
  readonly total: number
  readonly stepsPerEpoch: number
  /** Examples that one step sees. */
  readonly batch: number
  /** The optimizer's learning rate, which the factor multiplies. */
  readonly learningRate: number
}

/** What a schedule that looks at results remembers; plain numbers, kept in checkpoints. */
export type ScheduleMemory = Readonly<Record<string, number>>

/** A rule for the learning rate over time. */
export interface Schedule extends Definition {
  readonly role: 'schedule'
  /** Multiplies the optimizer's learning rate at that step. */
  factor(options: Options, position: SchedulePosition, memory: ScheduleMemory): number
  /** Folds the loss on the stop rows (the training loss where there are none) at the end of an epoch. */
  observe?(options: Options, memory: ScheduleMemory, loss: number): ScheduleMemory
}
