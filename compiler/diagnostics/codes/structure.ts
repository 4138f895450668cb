// Codes of structure: keys, kinds, options and the form of values.
import { entry, type CodeGroup } from './code-entry.js'

const kind = (what: string, wrong: string, right: string) =>
  entry(
    `a word that is no ${what}`,
    `The catalogue has no ${what} of that kind. \`espalier explain <kind>\` describes each; your own come with \`use:\`.`,
    wrong,
    right,
  )

/** What the language and the catalogue refuse. */
export const structure: CodeGroup = {
  'unknown-key': entry(
    'a key that has no meaning at its place',
    'Unknown keys are refused, since a misspelt option that is ignored costs days. The hint names the nearest key, or the section where the key belongs.',
    'objectiv: { maximize: accuracy }',
    'objective: { maximize: accuracy }',
  ),
  'missing-key': entry(
    'a key that must be written',
    'The message names the key, the hint what it takes.',
    'pools: { tune: 0.5 }',
    'pools: { tune: 0.5, evaluate: 0.5 }',
  ),
  'missing-section': entry(
    'a section that the run needs',
    'A native procedure needs data, space and train; every experiment an objective, and every tuned arm a budget.',
  ),
  'misplaced-section': entry(
    'a section that the procedure does not read',
    '`space` and `train` describe models that Espalier trains itself. A script, a function or a table has hyperparameters only.',
  ),
  'wrong-type': entry(
    'a value of another type',
    'What was found and what is expected stand in the message. Numbers are written without quotes, and YAML 1.2 knows only `true` and `false`.',
    'budget: { trials: "12" }',
    'budget: { trials: 12 }',
  ),
  'wrong-value': entry(
    'a value that is not among those allowed',
    'The message lists them.',
    'order: arival',
    'order: arrival',
  ),
  'out-of-range': entry(
    'a number outside its range',
    'The message says the range. It also holds for every value of a choice and for the bounds of a distribution.',
    'budget: { trials: 0 }',
    'budget: { trials: 12 }',
  ),
  'wrong-length': entry(
    'too few or too many items',
    'A list or map has a number of items that its place does not take.',
    'kernel: [3, 5, 7]',
    'kernel: { choice: [3, 5, 7] }',
  ),
  'wrong-format': entry(
    'a text of the wrong form',
    'Names become parts of file names, so they keep to letters, digits and a few marks.',
    'name: "my study / 2"',
    'name: my-study-2',
  ),
  'wrong-name': entry(
    'a name that cannot be used in expressions',
    'Names of hyperparameters and definitions are letters, digits and `_`, beginning with a letter, so that expressions can mention them.',
    'hyperparameters: { learning-rate: 0.1 }',
    'hyperparameters: { learning_rate: 0.1 }',
  ),
  'wrong-unit': entry(
    'a quantity without a known unit',
    'Times and sizes are written with their unit: `90s`, `10m`, `1.5h`; `512MiB`, `2GiB`.',
    'timeout: 10 minutes',
    'timeout: 10m',
  ),
  'repeated-item': entry(
    'an item listed twice',
    'The list has the meaning of a set.',
    'metrics: [accuracy, accuracy]',
    'metrics: [accuracy]',
  ),
  'not-a-component': entry(
    'a value that names no kind',
    'A component is a kind (`flatten`), or a map with one key: the kind, with its options below it. Two keys side by side mostly are options that want indentation.',
    '- conv2d:\n  filters: 8',
    '- conv2d:\n    filters: 8',
  ),
  'unknown-layer': kind('layer, combinator or definition', '- conv_2d: 8', '- conv2d: 8'),
  'unknown-initializer': kind('initializer', 'initializer: he_uniforme', 'initializer: he_uniform'),
  'unknown-loss': kind('loss', 'loss: cross_entropie', 'loss: cross_entropy'),
  'unknown-optimizer': kind('optimizer', 'optimizer: addam', 'optimizer: adam'),
  'unknown-schedule': kind('schedule', 'schedule: cosinus', 'schedule: cosine'),
  'unknown-averaging': kind('way of averaging weights', 'averaging: emma', 'averaging: ema'),
  'unknown-group': kind('treatment of parameters', 'groups: [{ freez: head }]', 'groups: [{ freeze: head }]'),
  'unknown-parametrization': kind(
    'parametrization',
    'parametrization: { mupp: { … } }',
    'parametrization: { mup: { … } }',
  ),
  'unknown-reparametrization': kind(
    'reparametrization',
    'reparametrize: [weigth_norm]',
    'reparametrize: [weight_norm]',
  ),
  'unknown-metric': kind('metric', 'objective: { maximize: acuracy }', 'objective: { maximize: accuracy }'),
  'unknown-sampler': kind('sampler', 'sampler: mtcs', 'sampler: mcts'),
  'unknown-scheduler': kind('scheduler', 'scheduler: fulll', 'scheduler: full'),
  'unknown-protocol': kind('protocol', 'protocol: twophase', 'protocol: two_phase'),
  'unknown-procedure': kind('procedure', 'procedure: supervized', 'procedure: supervised'),
  'unknown-prepare': kind('preparation step', 'prepare: [standardise]', 'prepare: [standardize]'),
  'unknown-claim': kind(
    'kind of claim',
    '{ best: a, than: b, on: accuracy }',
    '{ better: a, than: b, on: accuracy }',
  ),
  'unknown-option': entry(
    'an option that the component does not have',
    'Options are checked against the definition of the kind alone. The hint names the nearest option, or the component around it that has the option.',
    'conv2d: { filters: 8, kernal: 3 }',
    'conv2d: { filters: 8, kernel: 3 }',
  ),
  'missing-option': entry(
    'an option that must be written',
    'The component has no default for it.',
    '- affine',
    '- affine: { units: 10 }',
  ),
  'fixed-option': entry(
    'a choice where nothing can be chosen',
    'Choices, distributions, references and expressions stand under `space`, `hyperparameters` and `train`, at options that are open. To compare samplers or protocols, write arms.',
    'sampler: { mcts: { exploration: [0.1, 0.5] } }',
    'arms:\n  careful: { sampler: { mcts: { exploration: 0.1 } } }\n  bold: { sampler: { mcts: { exploration: 0.5 } } }',
  ),
}
