// Codes of data: files, columns, targets, preparation, pools. Found when the data are read, before any training.
import { entry, type CodeGroup } from './code-entry.js'

/** What can be wrong with declared data. */
export const data: CodeGroup = {
  'unknown-dataset': entry(
    'a data set that does not come with Espalier',
    'The message lists those that do. Files of your own are named by `file:`.',
    'dataset: digit',
    'dataset: digits',
  ),
  'unknown-format': entry(
    'a file of a kind that cannot be read',
    'Tables come as .csv, .tsv, .jsonl or .parquet, arrays as .npy or .idx, texts as .txt; .gz may follow where the message says so.',
  ),
  'file-outside-project': entry(
    'data outside the project',
    'Relative paths stay inside the project, so that a run can be repeated elsewhere.',
  ),
  'model-unreadable': entry(
    'a model file that is no ONNX',
    'An arm with `model:` names an ONNX file, such as one below `models/` of a run.',
  ),
  'surrogate-does-not-fit': entry(
    'a fitted model that does not take these choices or give these metrics',
    'A surrogate has an input for each hyperparameter and an output for each metric, named like them; or one input whose columns `inputs` lists, and one output whose columns `outputs` lists. Texts need `categories`, or an input that takes texts.',
  ),
  'table-does-not-fit': entry(
    'a recorded table without a column that is asked for',
    'A table has a column for each choice, named like it, and one for each metric (`accuracy`, or `tune.accuracy` and `evaluate.accuracy`).',
  ),
  'model-does-not-fit': entry(
    'a model file that cannot be measured on these data',
    'Columns are found by the names that a deployed model carries; a model of another making has one input, which takes all columns in order. Its outputs are `probabilities` or `label`, or `value` for a real target.',
  ),
  'model-changed': entry(
    'a model file that is not the one named by its digest',
    '`sha256` says which file was meant. Put it back as it was, or write the digest of the new one.',
  ),
  'onnx-does-not-fit': entry(
    'a frozen model that cannot be the beginning of a model on these data',
    'An `onnx` layer takes prepared examples by one input of float or double, in the shape of one example behind a free batch axis, and gives reals, the same for an example whatever stands beside it. It is written in operator set 13 or later, so that it can be part of what is exported.',
  ),
  'onnx-output-unknown': entry(
    'features that are not in the model',
    '`output` names a tensor of the main graph: an output, or any tensor between two nodes. It may be left out where the model has one output.',
    'onnx: { file: net.onnx, output: poolled }',
    'onnx: { file: net.onnx, output: pooled }',
  ),
  'onnx-weights-missing': entry(
    'a model whose weights are not there',
    'Large models keep their weights in files beside them, named inside. Copy those as well, or save the model as one file.',
  ),
  'non-finite-features': entry(
    'features that are not finite',
    'Nothing can be learnt from them. The message names a row of the data; mostly the model was trained on data that were prepared otherwise.',
  ),
  'missing-package': entry(
    'a data set whose package is not installed',
    'Large data sets come as npm packages of their own, so that nobody installs what he does not use. The hint names the package.',
  ),
  'text-without-windows': entry(
    'a text that nothing cuts into rows',
    'A row of a text is a window: some symbols, and the one that comes next as the target.',
    'data: { file: book.txt }',
    'data: { file: book.txt, windows: { length: 8 } }',
  ),
  'windows-without-text': entry(
    'windows of data that are no text',
    'Only a .txt file is cut into windows; other files have rows of their own.',
  ),
  'short-text': entry(
    'a text that is shorter than its windows',
    'A window and its target lie within one of the `blocks` of the text.',
  ),
  'empty-file': entry('a file without rows', 'There is nothing to divide into pools.'),
  'data-too-large': entry(
    'data larger than memory',
    'The decoded data would not fit into the memory of this machine. Use fewer rows or columns.',
  ),
  'malformed-csv': entry(
    'a table that is not CSV',
    'The message names the line; mostly a quote is not closed.',
  ),
  'malformed-gzip': entry('a compressed file that is broken', 'The file ends early or is no gzip file.'),
  'malformed-idx': entry('a file that is not IDX', 'The header does not fit the length of the file.'),
  'malformed-npy': entry(
    'a file that is not NPY',
    'The header cannot be read, or does not fit the length of the file.',
  ),
  'malformed-jsonl': entry(
    'a line that is not JSON',
    'Every line of the file is one JSON object. The message names the line.',
  ),
  'malformed-parquet': entry('a file that is not Parquet', 'The file cannot be read to its end.'),
  'unsupported-parquet': entry(
    'a Parquet feature that is not read',
    'Write the file again, uncompressed or with snappy, with plain columns.',
  ),
  'unsupported-array': entry(
    'an array of a shape or type that is not read',
    'Arrays hold numbers of one plain type; rows have one to three axes each.',
  ),
  'ragged-row': entry(
    'a row with too many or too few cells',
    'Every row of a table has as many cells as the header. The message names the line.',
  ),
  'missing-header': entry('a table without a header', 'The first line of a table names its columns.'),
  'unnamed-column': entry('a column without a name', 'Give every column of the header a name.'),
  'duplicate-column': entry('two columns of one name', 'Rename one of them.'),
  'empty-column': entry('a column without any value', 'Leave it out under `columns:`.'),
  'mixed-column': entry(
    'a column of several types',
    'Give a column one type: numbers, texts, or lists of numbers of one shape.',
  ),
  'non-numeric-cell': entry('a text in a column of numbers', 'The message names the line and the column.'),
  'non-finite-cell': entry(
    'an infinite number in the data',
    'Missing values are left empty; infinite ones cannot be trained on.',
  ),
  'shaped-category': entry('a category with a shape', 'Lists of numbers cannot be categories.'),
  'unknown-column': entry(
    'a column that is not in the file',
    'The hint names the nearest column.',
    'target: prize',
    'target: price',
  ),
  'no-target': entry('a file without a target', 'Name the column to predict by `target:`.'),
  'no-features': entry(
    'data without features',
    'Nothing is left to predict from, once target, group and time are taken away.',
  ),
  'target-as-feature': entry(
    'the target among the features',
    'A model that sees the answer learns to copy it. Take it out of `columns:`.',
  ),
  'shaped-target': entry('a target with a shape', 'The target is one number or one class a row.'),
  'missing-target-value': entry(
    'a row without a target',
    'Leave such rows out: they can neither train nor measure.',
  ),
  'one-class-target': entry('a target of one class', 'There is nothing to tell apart.'),
  'constant-target': entry('a target of one value', 'There is nothing to predict.'),
  'unequal-rows': entry('features and target of different length', 'Both files have one entry a row.'),
  'missing-group': entry('a row without a group', 'Give every row a group, or leave such rows out.'),
  'unordered-time': entry(
    'a cell that has no place in time',
    'Times are numbers, or ISO 8601 written alike.',
  ),
  'nothing-to-impute-from': entry(
    'a column without any value to fill gaps with',
    'On the training rows the whole column is missing. Leave it out, or fill it with a constant.',
  ),
  'log-of-nothing': entry(
    'a logarithm of 0 or below',
    'Write `offset:` with a number that lifts the smallest value above 0.',
  ),
  'no-data': entry('a protocol without data', 'The protocol divides rows, but no data are declared.'),
  'empty-pool': entry(
    'a pool without rows',
    'A share of so few rows leaves none. Use a larger share, or more data.',
  ),
  'empty-rows': entry(
    'a purpose without rows',
    'A fraction of so small a pool leaves none. Use a larger fraction, or more data.',
  ),
  'pools-exceed-data': entry('pools larger than the data', 'Shares of pools add up to at most 1.'),
  'rows-exceed-pool': entry('fractions larger than their pool', 'Fractions of a pool add up to at most 1.'),
  'pools-without-group': entry(
    'pools by a group that the data do not have',
    '`by: group` needs `group:` with a column.',
  ),
  'pools-without-time': entry(
    'pools by a time that the data do not have',
    '`by: time` needs `time:` with a column.',
  ),
  'stratified-without-classes': entry('strata without classes', '`by: stratified` needs a class target.'),
  'select-without-seeds': entry(
    'a selection rule that needs repeated trainings',
    '`one_standard_error` estimates an error, for which a trial needs two or more trainings.',
    'tune: { seeds: 1, select: one_standard_error }',
    'tune: { seeds: 3, select: one_standard_error }',
  ),
  'category-without-step': entry(
    'a column of categories that nothing turns into numbers',
    'Models compute with numbers. Add a step that encodes categories.',
    'prepare: [standardize]',
    'prepare: [one_hot, standardize]',
  ),
  'missing-without-impute': entry(
    'a column with gaps that nothing fills',
    'A missing value has no number. Add `impute`, or leave the column out.',
    'prepare: [standardize]',
    'prepare: [impute, standardize]',
  ),
  'prepare-mismatch': entry(
    'a step that does not apply to its columns',
    'The step treats columns of another type. Name others under its `columns:`, or use another step.',
  ),
}
