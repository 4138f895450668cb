// The procedure that runs a program of the user's, in whatever language: the declaration. How it is carried out is trial/command/.
import type { ProcedureDefinition } from './procedure.js'

const files = { type: 'array', items: { type: 'string' } } as const

/** `procedure: { command: [node, train.js, "--rate=${learning_rate}"] }`: an argument list, never a shell. */
export const command = {
  role: 'procedure',
  kind: 'command',
  summary: 'Runs a program once a training and reads the metrics that it reports.',
  options: {
    run: {
      type: 'array',
      minItems: 1,
      items: { type: ['string', 'number', 'boolean'] },
      'x-shorthand': true,
      description:
        'Program and arguments, one item each; no shell reads them. `${name}` stands for a hyperparameter, or for one of seed, fidelity, from, maximum, phase, trial, folder, project, train_rows, stop_rows, select_rows, measure_rows, checkpoint_in, checkpoint_out. An argument whose value does not exist in a trial is left out, with a flag of its own before it.',
    },
    pass: {
      enum: ['none', '--k=v', '--k v', 'k=v'],
      default: 'none',
      description: 'How hyperparameters that no `${name}` in `run` mentions are added as arguments.',
    },
    booleans: {
      enum: ['value', 'flag', 'no_flag'],
      default: 'value',
      description:
        'How `pass` writes booleans: with their value; as a flag that is there or not; or as `--k` and `--no-k`.',
    },
    dashes: {
      type: 'boolean',
      default: false,
      description: 'Whether `pass` writes `learning-rate` for `learning_rate`.',
    },
    environment: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      default: {},
      description: 'Environment variables to set; values may hold `${name}`.',
    },
    inherit: {
      ...files,
      default: [],
      description:
        'Environment variables to hand on, beside those that programs need to run at all (PATH, HOME, locale, Python and library paths).',
    },
    folder: {
      enum: ['own', 'project'],
      default: 'own',
      description:
        'Where the program runs: in a folder of its own below the run directory, which is kept; or in the project folder. Arguments that name files of the project are made absolute.',
    },
    inputs: {
      ...files,
      default: [],
      'x-path': true,
      description:
        'Files of the project that the program reads, beside those named in `run`: where their content changes, nothing is reused. Paths count from the file that names them; those in `run` count from the project folder.',
    },
    keys: {
      type: 'object',
      additionalProperties: { type: 'string' },
      default: {},
      description:
        'Where a metric stands in a reported JSON object, as a path with dots: `{ accuracy: eval.acc }`.',
    },
    patterns: {
      type: 'object',
      additionalProperties: { type: 'string' },
      default: {},
      description:
        'A regular expression with one group for each metric that is read from lines of text: `{ loss: "loss=([0-9.e+-]+)" }`. The last match counts.',
    },
    metrics_file: {
      type: 'string',
      description:
        'File that the program writes below its working folder: one JSON object, or one a line. Absent: lines of standard output that are JSON objects.',
    },
    repeats: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 1,
      description: 'Runs of which the median of each metric counts; the spread is kept.',
    },
    warmup: {
      type: 'integer',
      minimum: 0,
      maximum: 1000,
      default: 0,
      description: 'Runs before those that count, whose metrics are thrown away.',
    },
    attempts: {
      type: 'integer',
      minimum: 1,
      maximum: 10,
      default: 1,
      description: 'How often a run that exits with an error is tried in all.',
    },
    exclusive: {
      type: 'boolean',
      default: false,
      description:
        'Whether one training runs at a time whatever the number of workers: for measurements of time.',
    },
    grace: {
      type: 'number',
      minimum: 0,
      maximum: 3600,
      default: 2,
      description: 'Seconds between SIGTERM and SIGKILL where the program must end.',
    },
    keep: {
      enum: ['always', 'failed', 'never'],
      default: 'always',
      description: 'Whose working folders stay after the training.',
    },
  },
  required: ['run'],
  identity: 'configuration',
  keepsToRows: 'enforced',
  holdsLimits: true,
  interpolates: [
    'seed',
    'fidelity',
    'from',
    'maximum',
    'phase',
    'trial',
    'folder',
    'project',
    'train_rows',
    'stop_rows',
    'select_rows',
    'measure_rows',
    'checkpoint_in',
    'checkpoint_out',
  ],
  structure: () => 'command',
  width: () => 1,
  inputs: ({ run, inputs }) => [...words(run), ...words(inputs)].filter((word) => !word.includes('${')),
  isExclusive: ({ exclusive }) => exclusive === true,
} as const satisfies ProcedureDefinition

const words = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : []
