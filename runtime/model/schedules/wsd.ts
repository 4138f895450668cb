// Warm-up, a long stretch at the full rate, and a short way down at the end.
import { numberOption, textOption } from '../options.js'
import type { Schedule } from './schedule.js'
import {
  between,
  decaySchema,
  heightOf,
  minimumSchema,
  progressOf,
  rampUp,
  shapeSchema,
  warmupSchema,
} from './shapes.js'

/** (t + 1) / w for w steps, 1, then m + (1 − m)·shape over the last d·T steps. The paper decays over the last 10 %. */
export const wsd = {
  role: 'schedule',
  kind: 'wsd',
  summary:
    'Warm-up, stable, decay: holds the full learning rate and lowers it over the last share of the steps.',
  options: {
    warmup: warmupSchema(0.02),
    decay: { ...decaySchema(0.1), 'x-shorthand': true },
    shape: shapeSchema,
    minimum: minimumSchema,
  },
  required: [],
  reference: 'Hu et al., MiniCPM, 2024, section 4.2',
  factor: (options, { step, total }): number => {
    const rising = Math.round(numberOption(wsd, options, 'warmup') * total)
    if (step < rising) return rampUp(step, rising)
    const start = Math.max(rising, total - Math.round(numberOption(wsd, options, 'decay') * total))
    if (step < start) return 1
    const height = heightOf(textOption(wsd, options, 'shape'), progressOf(step, start, total))
    return between(numberOption(wsd, options, 'minimum'), height)
  },
} as const satisfies Schedule
