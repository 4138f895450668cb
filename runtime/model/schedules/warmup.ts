// A linear rise of the learning rate in front of any other schedule.
import { componentOption, numberOption, type Options } from '../options.js'
import { constant } from './constant.js'
import type { Schedule, ScheduleMemory } from './schedule.js'
import { rampUp } from './shapes.js'

/** (t + 1) / w for the first w steps, then the schedule that follows, which counts from there. Goyal et al. 2017, section 2.2. */
export const warmup = {
  role: 'schedule',
  kind: 'warmup',
  summary:
    'Raises the learning rate linearly over the first share of the steps, then follows another schedule.',
  options: {
    share: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.05,
      description: 'Share of all steps in which the rate rises.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
    then: {
      'x-role': 'schedule',
      default: 'constant',
      description: 'The schedule that follows.',
    },
  },
  required: [],
  reference: 'Goyal et al., Accurate, large minibatch SGD, 2017, section 2.2',
  factor: (options, position, memory): number => {
    const rising = Math.round(numberOption(warmup, options, 'share') * position.total)
    if (position.step < rising) return rampUp(position.step, rising)
    const inner = following(options)
    const rest = { ...position, step: position.step - rising, total: Math.max(1, position.total - rising) }
    return inner.definition.factor(inner.options, rest, memory)
  },
  observe: (options, memory, loss): ScheduleMemory => {
    const inner = following(options)
    return inner.definition.observe?.(inner.options, memory, loss) ?? memory
  },
} as const satisfies Schedule

const following = (options: Options): { readonly definition: Schedule; readonly options: Options } =>
  componentOption<Schedule>(warmup, options, 'then', { constant })
