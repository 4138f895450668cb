// Codes of the semantic rules: names, choices, expressions, claims, budgets.
import { entry, type CodeGroup } from './code-entry.js'

/** What is well-formed but means nothing, or not what its author thinks. */
export const rules: CodeGroup = {
  'unknown-reference': entry(
    'a name that means nothing',
    '`$name` refers to a hyperparameter, to a parameter of the definition around it, or to a fact about the data; expressions use the same names without `$`.',
    'units: $wdith',
    'units: $width',
  ),
  'unknown-interpolation': entry(
    'a `${name}` that stands for nothing',
    'In the texts of a command `${name}` stands for a hyperparameter of the arm, or for one of seed, fidelity, from, maximum, phase, trial, folder, project, the index files train_rows, stop_rows, select_rows, measure_rows, and checkpoint_in, checkpoint_out.',
    'run: [node, train.js, "${learning_rte}"]',
    'run: [node, train.js, "${learning_rate}"]',
  ),
  'metric-pattern': entry(
    'a pattern that does not say where its number is',
    'Each entry of `patterns:` is a regular expression with one group, and what the group matches is the number.',
    'patterns: { loss: "loss=[0-9.]+" }',
    'patterns: { loss: "loss=([0-9.]+)" }',
  ),
  'late-reference': entry(
    'a hyperparameter used before it is chosen',
    'Hyperparameters are chosen in listed order; one can depend only on those above it.',
    'wide: { expr: "2 * narrow" }\nnarrow: [8, 16]',
    'narrow: [8, 16]\nwide: { expr: "2 * narrow" }',
  ),
  'cyclic-reference': entry(
    'hyperparameters that need each other',
    'None of them could be chosen first. Make one independent.',
  ),
  'expression-syntax': entry(
    'an expression that cannot be read',
    'Expressions have numbers, texts, names, `+ - * / % **`, comparisons, `&& || !`, `a ? b : c`, and the functions abs, ceil, exp, floor, log, log2, max, min, round, sqrt.',
    'expr: "2 * * width"',
    'expr: "2 * width"',
  ),
  'empty-choice': entry(
    'a choice among nothing',
    'A choice lists at least one value.',
    'filters: []',
    'filters: [8, 16]',
  ),
  'duplicate-choice': entry(
    'a value listed twice in a choice',
    'It would be drawn twice as often, and no report would say so.',
    'filters: [8, 16, 8]',
    'filters: [8, 16]',
  ),
  'distribution-form': entry(
    'a distribution without its two numbers',
    '`uniform`, `log_uniform`, `int` and `log_int` take `[low, high]`, `normal` takes `[mean, deviation]`.',
    '{ log_uniform: [0.1, 0.01, 0.001] }',
    '{ choice: [0.1, 0.01, 0.001] }',
  ),
  'distribution-bounds': entry(
    'bounds without room between them',
    'The lower bound comes first; a deviation is above 0.',
    '{ uniform: [1, 0] }',
    '{ uniform: [0, 1] }',
  ),
  'distribution-not-positive': entry(
    'a logarithmic range that begins at 0 or below',
    'A logarithm has no value there.',
    '{ log_uniform: [0, 0.1] }',
    '{ log_uniform: [1.0e-5, 0.1] }',
  ),
  'distribution-type': entry(
    'a distribution that draws what the option does not take',
    'Integers are drawn by `int` and `log_int`, with whole bounds; words are chosen, not drawn.',
    'filters: { uniform: [8, 32] }',
    'filters: { int: [8, 32] }',
  ),
  'unused-hyperparameter': entry(
    'a hyperparameter that nothing uses',
    'It is chosen in every trial, makes the space larger, and changes nothing.',
  ),
  'unused-definition': entry(
    'a definition that nothing uses',
    'Perhaps its name is misspelt where it should be used.',
  ),
  'recursion-without-depth': entry(
    'a definition inside itself without a depth',
    '`depth:` says how often a definition may stand inside itself; that is how grammars are written.',
    'tree: { body: { choice: [relu, tree] } }',
    'tree: { depth: 3, body: { choice: [relu, tree] } }',
  ),
  'reserved-name': entry(
    'a name that already means something',
    'Hyperparameters cannot be called like facts (`parameters`, `flops`, `data`, …), definitions not like kinds.',
    'hyperparameters: { parameters: [1, 2] }',
    'hyperparameters: { size: [1, 2] }',
  ),
  'duplicate-name': entry(
    'two modules of one name side by side',
    'The name tells their decisions apart. Modules without a name get a number where needed.',
  ),
  'switch-cases': entry(
    'cases that do not fit their values',
    'Each value of what is switched on has a case, or there is `otherwise`; and each case has a value.',
  ),
  'data-source': entry(
    'data from nowhere, or from two places',
    '`data` (or each task) names either a `dataset` that comes with Espalier, or a `file`.',
    'data: { dataset: digits, file: d.csv }',
    'data: { dataset: digits }',
  ),
  'gpu-share': entry(
    'one and a half devices',
    'A training has whole devices, or shares one device with others.',
    'resources: { gpus: 1.5 }',
    'resources: { gpus: 2 }',
  ),
  'pool-fractions': entry(
    'shares that add up to more than 1',
    'Pools, and rows within a pool, are shares of one whole.',
    'pools: { tune: 0.8, evaluate: 0.4 }',
    'pools: { tune: 0.6, evaluate: 0.4 }',
  ),
  'pools-column': entry(
    'pools by a column that is not named',
    '`by: group` keeps equal values of the column `group:` together, `by: time` orders rows by `time:`.',
    'pools: { tune: 0.5, evaluate: 0.5, by: group }',
    'group: patient\npools: { tune: 0.5, evaluate: 0.5, by: group }',
  ),
  'objective-direction': entry(
    'an objective against the direction of its metric',
    'Whoever minimizes an accuracy has confused the two words.',
    'objective: { minimize: accuracy }',
    'objective: { maximize: accuracy }',
  ),
  'duplicate-objective': entry('one metric as two objectives', 'Several objectives are several metrics.'),
  'claim-sentence': entry(
    'a claim that cannot be read',
    'Sentences read: `A better than B on METRIC`, `A not worse than B on METRIC within MARGIN`, `A equivalent to B on METRIC within MARGIN`, `A at least NUMBER on METRIC`, `A at most NUMBER on METRIC`; then, if wanted, `over UNIT`, `by TEST`, `at LEVEL`.',
    '- a beats b on accuracy',
    '- a better than b on accuracy',
  ),
  'claim-form': entry(
    'a claim of no kind, or of several',
    'A claim as a map has one of the keys `better`, `not_worse`, `equivalent` (with the arm as value), or `arm` with a threshold.',
    '{ best: a, than: b, on: accuracy }',
    '{ better: a, than: b, on: accuracy }',
  ),
  'claim-margin': entry(
    'a margin that is missing, or has no meaning',
    'Only what "not worse" and "equivalent" tolerate can be tested; superiority is claimed without a margin.',
    '- a not worse than b on accuracy',
    '- a not worse than b on accuracy within 0.01',
  ),
  'claim-against-itself': entry('an arm compared with itself', 'Name another arm.'),
  'duplicate-claim': entry(
    'a claim made twice',
    'Claims of a specification are corrected for their number; a repetition only weakens the others.',
  ),
  'unknown-arm': entry(
    'a claim about an arm that is not there',
    'Claims name arms of the specification; without `arms:` there is one, `default`.',
  ),
  'fixed-arm-tuned': entry(
    'tuning of an untuned baseline',
    'An arm with `fixed:` is one configuration. It has no sampler, scheduler, budget or queue.',
    'plain: { fixed: {}, sampler: random }',
    'plain: { fixed: {} }',
  ),
  'model-arm': entry(
    'an arm that is a model file and something else',
    'An arm with `model:` is a file that is measured as it is. It has no space, training, sampler or budget.',
    'production: { model: models/prod.onnx, sampler: random }',
    'production: { model: models/prod.onnx }',
  ),
  'empty-reason': entry(
    'a waiver without a reason',
    'Waivers and their reasons are printed at the top of the report. A reader decides whether to accept them.',
    '{ rule: overlapping-rows, because: ok }',
    '{ rule: overlapping-rows, because: "the task is to memorize" }',
  ),
  'unknown-rule': entry(
    'a waiver of a rule that cannot be waived',
    'Only leak rules, and `claim-without-replicates`, can be waived. A mistake in the specification cannot.',
  ),
  'enqueue-over-budget': entry(
    'more configurations to try first than trials',
    'Enqueued configurations count as trials.',
  ),
  'fidelity-bounds': entry(
    'a range of fidelities that does not rise',
    '`from` is below `to`.',
    'epochs: { from: 27, to: 3 }',
    'epochs: { from: 3, to: 27 }',
  ),
  'misplaced-interpolation': entry(
    '`${name}` outside a command',
    'It is filled in only inside the strings of a command. Elsewhere `$name` refers to a hyperparameter.',
    'learning_rate: "${rate}"',
    'learning_rate: $rate',
  ),
  'too-many-findings': entry(
    'more findings than are shown',
    'A hundred are shown, errors first. Cure them, then check again.',
  ),
}
