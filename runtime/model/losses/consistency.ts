// Consistency training: a network that maps a noisy row of any level straight to its clean end, from data alone.
import { showShape, sizeOf } from '../../support/shape.js'
import type { Value } from '../../tensor/graph.js'
import { fixedShape } from '../../tensor/tensor-type.js'
import { gapsAt } from './consistency/curriculum.js'
import { distanceOf, standardBend, type Distance } from './consistency/distance.js'
import { drawNames, drawRows } from './consistency/draws.js'
import { consistencyFunction, sampled } from './consistency/function.js'
import {
  consistencyOptions,
  curriculumOf,
  levelSetting,
  contradictionIn,
  settingsOf,
  type Settings,
} from './consistency/settings.js'
import type { GenerativeLoss } from './generative.js'

/**
 * λ(t_i) · d(f(x + t_{i+1}·z, t_{i+1}), f⁻(x + t_i·z, t_i)) with one noise z for both, and no gradient through f⁻, which has the current
 * weights (`teacher_ema: 0`, Song and Dhariwal's correction) or their moving average (Song et al.).
 */
export const consistency = {
  role: 'loss',
  kind: 'consistency',
  summary: 'Consistency training: learns from data without targets to draw samples in one call of the model.',
  options: consistencyOptions,
  required: [],
  target: 'none',
  outputs: 'samples',
  reference:
    'Song and Dhariwal, Improved techniques for training consistency models, ICLR 2024; Song et al., Consistency models, ICML 2023',
  refuses: (output, _target, options, input): string | undefined => {
    const contradiction = contradictionIn(settingsOf(consistency, options))
    if (contradiction !== undefined) return `'consistency' ${contradiction}`
    if (input.type !== 'real') return `'consistency' adds noise to reals, but the data are category codes`
    if (sizeOf(output.shape) === sizeOf(input.shape)) return undefined
    return `'consistency' needs as many outputs as inputs, ${showShape(input.shape)}, but the model ends in ${showShape(output.shape)}`
  },
  drawn: drawNames,
  draw: (options, { step, total }, rows, random): Readonly<Record<string, Float32Array>> => {
    const settings = settingsOf(consistency, options)
    return drawRows(levelSetting(settings, gapsAt(curriculumOf(settings), step, total)), rows, random)
  },
  hasTeacher: (options): boolean => settingsOf(consistency, options).number('teacher_ema') > 0,
  teacherShare: (options, { step, total }): number => {
    const settings = settingsOf(consistency, options)
    const levels = gapsAt(curriculumOf(settings), step, total) + 1
    return 1 - Math.exp((settings.number('start') * Math.log(settings.number('teacher_ema'))) / levels)
  },
  rows: (options, x, context): Value => {
    const { graph } = context
    const settings = settingsOf(consistency, options)
    const noise = context.normal('noise')
    const taught = consistencyFunction('upper', x, noise, context)
    const weights = settings.number('teacher_ema') > 0 ? 'teacher' : 'own'
    const target = graph.stopGradient(consistencyFunction('lower', x, noise, context, weights))
    const apart = distanceOf(taught, target, distanceIn(settings, x), graph)
    return graph.multiply(apart, context.drawn('weight'))
  },
  calls: (options): number => 1 + settingsOf(consistency, options).list('refine').length,
  sample: (options, noises, context): Value => sampled(settingsOf(consistency, options), noises, context),
} as const satisfies GenerativeLoss

function distanceIn(settings: Settings, x: Value): Distance {
  const kind = settings.text('distance') as Distance['kind']
  if (kind !== 'pseudo_huber') return { kind }
  return { kind, c: settings.optional('huber_c') ?? standardBend(sizeOf(fixedShape(x.type.shape.slice(1)))) }
}
