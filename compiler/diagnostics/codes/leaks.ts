// Codes of the leak rules: what makes an evaluation worth less than it seems. Each can be waived with a reason.
import { entry, type CodeGroup } from './code-entry.js'

/** Ways in which what was tuned can know what it is measured on. Computed on the row, group, time and seed sets of the run. */
export const leaks: CodeGroup = {
  'overlapping-rows': entry(
    'a row on both sides',
    'A row of the tuning pool is in the evaluation pool, or a row trains and selects in one fold. The number that comes out is partly remembered.',
  ),
  'duplicate-rows': entry(
    'equal rows on both sides',
    'Two rows with the same features and target stand in different pools. They leak as one row in both would.',
  ),
  'overlapping-groups': entry(
    'a group on both sides',
    'Rows of one patient, document or session are alike. A group belongs to one pool: `pools: { …, by: group }`.',
  ),
  'overlapping-times': entry(
    'a time span on both sides',
    'Evaluation must lie after everything that was learnt from, or the future explains the past: `pools: { …, by: time }`.',
  ),
  'shared-seeds': entry(
    'a seed in both phases',
    'A training seed that served in tuning was, in part, selected. Evaluation trains with seeds of its own.',
  ),
  'fitting-outside-training': entry(
    'a statistic fitted on other rows',
    'Normalization, imputation, vocabularies and class weights are fitted on training rows alone.',
  ),
  'selection-on-evaluation': entry(
    'selection on evaluation rows',
    'What selects a trial or stops a training must not be what is reported.',
  ),
  'stopping-on-selection': entry(
    'stopping on the rows that select',
    'A training that stops at its best moment on the selecting rows has been selected twice on them. Give `stop` rows of its own.',
  ),
  'pretrained-on-evaluation': entry(
    'a model file measured on rows that it was trained on',
    'Models that Espalier deploys carry fingerprints of their training rows. Measure on newer rows, or deploy with `deploy: { refit: tune }`, which leaves the evaluation pool alone.',
  ),
  'evaluation-as-objective': entry(
    'an evaluation metric as objective',
    'Tuning towards the number that is to be reported makes the report a tuning result.',
  ),
  'unequal-budgets': entry(
    'arms with different budgets',
    'The arm that may try more wins more often. Equal trials for all tuned arms.',
  ),
  'unequal-data': entry(
    'arms on different rows',
    'Differences between rows would be taken for differences between arms.',
  ),
  'unequal-seeds': entry(
    'arms with different seeds',
    'Paired tests need pairs: the same seeds for all arms.',
  ),
}
