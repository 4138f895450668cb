// The numbers that the host feeds for each step: rates of the optimizer with the schedule worked in, when an update is due, and how
// far an average goes. A step of the graph takes up one batch; with micro-batches, every so many of them make an update.
import { randomStream } from '../support/random.js'
import type { UpdatePosition } from './averaging/averaging.js'
import { isGenerative } from './losses/generative.js'
import type { Options } from './options.js'
import type { Schedule, ScheduleMemory } from './schedules/schedule.js'
import type { Recipe } from './training-recipe.js'
import { factorOf, groupSuffix } from './treatment.js'

/** Groups, by place in the list, that change the learning rate of some parameters: none for most. */
export type RateClass = readonly number[]

/** Name of the input that holds a number of the optimizer, for the parameters of a class. */
export const rateInput = (name: string, groups: RateClass): string => `step.${name}${groupSuffix(groups)}`

/** Name of the input that is 1 where the gradients gathered so far make an update, else 0. */
export const applyInput = 'step.apply'

/** Name of the input that holds the share by which averages move. */
export const averageInput = 'step.average'

/** Name of the input that holds the share by which a teacher follows the weights. */
export const teacherInput = 'step.teacher'

/** Name of the input that holds what the host draws for each row of a batch. */
export const drawInput = (name: string): string => `draw.${name}`

/** Where a training stands, and by what it is driven. */
export interface Moment {
  /** Batches taken up before, from 0. */
  readonly step: number
  readonly stepsPerEpoch: number
  /** Epochs up to the schedule's horizon. */
  readonly horizon: number
  readonly learningRate: number
  readonly schedule: { readonly definition: Schedule; readonly options: Options }
  readonly memory: ScheduleMemory
}

/** All numbers of a step, by the name of their input. */
export function stepNumbers(
  recipe: Recipe,
  classes: readonly RateClass[],
  moment: Moment,
): Readonly<Record<string, number>> {
  const { batch, accumulate = 1, groups = [], optimizer } = recipe
  const { schedule, memory, learningRate } = moment
  const position = positionOf(recipe, moment)
  const factor = schedule.definition.factor(
    schedule.options,
    { ...position, batch: batch * accumulate, learningRate },
    memory,
  )
  const numbers: Record<string, number> = {}
  for (const indices of classes) {
    const rate = learningRate * factor * factorOf(groups, indices, 'learningRate')
    const scalars = optimizer.definition.stepScalars(optimizer.options, position.step + 1, rate)
    for (const [name, value] of Object.entries(scalars)) numbers[rateInput(name, indices)] = value
  }
  const isDue = (moment.step + 1) % accumulate === 0
  const share = recipe.averaging?.definition.share(recipe.averaging.options, position) ?? 0
  const { definition, options } = recipe.loss
  const isTaught = isGenerative(definition) && definition.hasTeacher(options)
  return {
    ...numbers,
    [applyInput]: Number(isDue),
    [averageInput]: isDue ? share : 0,
    ...(isTaught ? { [teacherInput]: isDue ? definition.teacherShare(options, position) : 0 } : {}),
  }
}

/** Everything that the host draws for the rows of a step's batch, by the name of its input, keyed by training seed and step. */
export function stepDraws(
  recipe: Recipe,
  moment: Moment,
  seed: number,
): Readonly<Record<string, Float32Array>> {
  const { definition, options } = recipe.loss
  if (!isGenerative(definition)) return {}
  const random = randomStream(seed, 'rows', moment.step)
  const draws = definition.draw(options, positionOf(recipe, moment), recipe.batch, random)
  return Object.fromEntries(Object.entries(draws).map(([name, values]) => [drawInput(name), values]))
}

/** The update that a batch belongs to. */
function positionOf({ accumulate = 1 }: Recipe, moment: Moment): UpdatePosition {
  const stepsPerEpoch = moment.stepsPerEpoch / accumulate
  return {
    step: Math.floor(moment.step / accumulate),
    stepsPerEpoch,
    total: Math.max(1, moment.horizon * stepsPerEpoch),
  }
}
