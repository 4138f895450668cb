// Options of consistency training and how they are read. Defaults are those of the improved recipe; the first recipe writes its own.
import { hasOption, listOption, numberOption, textOption, type Options } from '../../options.js'
import type { Definition } from '../../../../schemas/definition.js'
import type { Curriculum } from './curriculum.js'
import type { LevelSetting } from './draws.js'

const positive = { type: 'number', exclusiveMinimum: 0, 'x-open': true } as const

/** Their schemas. */
export const consistencyOptions = {
  sigma_min: { ...positive, default: 0.002, description: 'Level of noise that counts as none.' },
  sigma_max: { ...positive, default: 80, description: 'Level of noise that samples start from.' },
  sigma_data: { ...positive, default: 0.5, description: 'Standard deviation of the prepared data.' },
  rho: {
    ...positive,
    default: 7,
    description: 'How much levels crowd towards the lowest; 1: evenly spread.',
  },
  curriculum: {
    type: 'string',
    enum: ['doubling', 'sqrt', 'constant'],
    default: 'doubling',
    description: 'How the number of gaps between levels grows along the training.',
    'x-open': true,
  },
  start: {
    type: 'integer',
    minimum: 1,
    default: 10,
    description: 'Gaps between levels at the start.',
    'x-open': true,
  },
  end: { type: 'integer', minimum: 1, default: 1280, description: 'Gaps at the end.', 'x-open': true },
  noise: {
    type: 'string',
    enum: ['lognormal', 'uniform'],
    default: 'lognormal',
    description: 'How gaps are drawn: as a log-normal level falls into them, or all alike.',
    'x-open': true,
  },
  noise_mean: {
    type: 'number',
    default: -1.1,
    description: 'Mean of the logarithm of the log-normal level.',
    'x-open': true,
  },
  noise_deviation: { ...positive, default: 2, description: 'Standard deviation of that logarithm.' },
  distance: {
    type: 'string',
    enum: ['pseudo_huber', 'squared', 'absolute'],
    default: 'pseudo_huber',
    description: 'How far apart two predictions of a row are, over all its entries together.',
    'x-open': true,
  },
  huber_c: {
    ...positive,
    description:
      'Where the pseudo-Huber distance turns linear; absent: 0.00054 times the root of the entries.',
  },
  weighting: {
    type: 'string',
    enum: ['inverse_gap', 'one'],
    default: 'inverse_gap',
    description: 'What multiplies the loss of a row: one over the width of its gap, or nothing.',
    'x-open': true,
  },
  teacher_ema: {
    type: 'number',
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0,
    description:
      'Decay μ₀ of the average of the weights that is the target, growing as exp(start · ln μ₀ / levels); 0: the weights are their own target.',
    'x-open': true,
  },
  refine: {
    type: 'array',
    items: { type: 'number', exclusiveMinimum: 0 },
    default: [],
    description: 'Levels to which a sample is noised again, one more call of the model each.',
  },
  clip: {
    type: 'array',
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
    description: 'Bounds of the data, to which samples are cut after each call; absent: they are not.',
  },
} as const

/** A reader of the options of one component. */
export interface Settings {
  number(name: string): number
  optional(name: string): number | undefined
  text(name: string): string
  list(name: string): readonly number[]
}

/** Reads options, with the schemas' defaults. */
export const settingsOf = (definition: Definition, options: Options): Settings => ({
  number: (name) => numberOption(definition, options, name),
  optional: (name) =>
    hasOption(definition, options, name) ? numberOption(definition, options, name) : undefined,
  text: (name) => textOption(definition, options, name),
  list: (name) => (hasOption(definition, options, name) ? listOption(definition, options, name) : []),
})

/** The growth of the number of gaps. */
export const curriculumOf = (settings: Settings): Curriculum => ({
  growth: settings.text('curriculum') as Curriculum['growth'],
  start: settings.number('start'),
  end: settings.number('end'),
})

/** Where rows are drawn from while there are so many gaps. */
export const levelSetting = (settings: Settings, gaps: number): LevelSetting => ({
  lowest: settings.number('sigma_min'),
  highest: settings.number('sigma_max'),
  rho: settings.number('rho'),
  sigma: settings.number('sigma_data'),
  gaps,
  draw:
    settings.text('noise') === 'uniform'
      ? { kind: 'uniform' }
      : {
          kind: 'lognormal',
          mean: settings.number('noise_mean'),
          deviation: settings.number('noise_deviation'),
        },
  inverseGap: settings.text('weighting') === 'inverse_gap',
})

/** What is wrong with options that are each in range, in words that follow the loss's name. */
export function contradictionIn(settings: Settings): string | undefined {
  const [lowest, highest] = [settings.number('sigma_min'), settings.number('sigma_max')]
  if (lowest >= highest) return `needs a \`sigma_min\` below its \`sigma_max\`, not ${lowest} and ${highest}`
  const outside = settings.list('refine').find((level) => level <= lowest || level >= highest)
  if (outside !== undefined)
    return `refines at levels between \`sigma_min\` and \`sigma_max\`, and ${outside} is not between ${lowest} and ${highest}`
  const [low = 0, high = 1] = settings.list('clip')
  return low < high ? undefined : `cuts samples to \`clip: [low, high]\`, and ${low} is not below ${high}`
}
