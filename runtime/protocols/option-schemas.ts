// Option schemas that several protocols share.

const fraction = (description: string) =>
  ({ type: 'number', exclusiveMinimum: 0, maximum: 1, description }) as const

/** Fractions of the tuning pool. A protocol fills what is left out: see `rowFractions`. */
export const tuneRows = {
  type: 'object',
  additionalProperties: false,
  description:
    'Fractions of the tuning pool by purpose; they sum to 1 at most. Of `train` and `select`, one that is left out is what the others leave.',
  properties: {
    train: fraction('Rows that preparation and parameters are fitted on.'),
    select: fraction('Rows that give a trial its value.'),
    stop: fraction('Rows that early stopping looks at; never those that select.'),
  },
} as const

export const seeds = {
  type: 'integer',
  minimum: 1,
  maximum: 1000,
  default: 1,
  description: 'Trainings of one configuration, each with a seed of its own.',
} as const

export const select = {
  enum: ['best', 'best_mean', 'one_standard_error'],
  default: 'best',
  description:
    'How the winner is picked: the best value; the best mean among trials measured in full; or the cheapest within one standard error of the best. Ties go to the cheaper, then the earlier trial.',
} as const

export const ownSeed = {
  type: 'integer',
  minimum: 0,
  maximum: 9007199254740991,
  description:
    "Seed of splits and trainings; the run's by default. Written, it makes rows and trainings the same for every seed of the run, which then moves the samplers alone.",
} as const
