// What a model file gives, as metrics read it: class scores in the order of our classes, or real predictions.
import { RunError } from '../../../schemas/diagnostic.js'
import type { Column, Dataset } from '../../data/dataset.js'
import type { Outputs } from '../../metrics/metric.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { BoundColumn, ModelBinding } from './bind.js'

/** The least probability: that of a single-precision number above zero, so that its logarithm is finite. */
const least = 2 ** -126

/** The data with the model's columns in its order and its codes. */
export function boundDataset(dataset: Dataset, columns: readonly BoundColumn[]): Dataset {
  return {
    ...dataset,
    columns: columns.flatMap(({ index, categories }): readonly Column[] => {
      const column = dataset.columns[index]
      if (column === undefined) return []
      if (column.kind === 'real' || categories === undefined) return [column]
      const codes = column.categories.map((category) => categories.indexOf(category))
      return [{ ...column, categories, codes: column.codes.map((code) => codes[code] ?? -1) }]
    }),
  }
}

/** Outputs for `rows` examples. @throws RunError `model-output` where the tensor has another form than the data ask for */
export function outputsFrom(
  tensor: Tensor | undefined,
  { output, classes }: ModelBinding,
  { target }: Dataset,
  rows: number,
): Outputs {
  const values = tensor?.data
  if (values === undefined || values.length % rows !== 0) {
    throw new RunError('model-output', 'data', `the output '${output.name}' has not one entry a row`)
  }
  const width = values.length / rows
  if (target.kind === 'real') {
    if (width !== 1) throw wrongWidth(output.name, width, 1)
    return { values: Array.from(values, Number), width: 1 }
  }
  if (output.kind === 'label') return fromLabels(Array.from(values, String), target.classes)
  return fromProbabilities(Array.from(values, Number), width, classes ?? target.classes, target.classes)
}

/** ln p by our classes; a class that the model does not know has the least probability. */
function fromProbabilities(
  values: readonly number[],
  width: number,
  theirs: readonly string[],
  ours: readonly string[],
): Outputs {
  const lone = width === 1 && theirs.length === 2
  if (!lone && width !== theirs.length) throw wrongWidth('probabilities', width, theirs.length)
  const places = ours.map((name) => theirs.indexOf(name))
  const probability = (row: number, place: number): number => {
    if (place < 0) return 0
    if (!lone) return values[row * width + place] ?? 0
    const second = values[row] ?? 0
    return place === 1 ? second : 1 - second
  }
  const scores = Array.from({ length: values.length / width }, (_, row) =>
    places.map((place) => logarithm(probability(row, place))),
  )
  return { values: scores.flat(), width: ours.length }
}

/** What is no number stays none, so that it is not taken for a certainty. */
const logarithm = (probability: number): number =>
  Number.isNaN(probability) ? Number.NaN : Math.log(Math.max(probability, least))

/** The named class wins; how sure the model is, it does not say. */
function fromLabels(labels: readonly string[], classes: readonly string[]): Outputs {
  const strange = labels.find((label) => !classes.includes(label))
  if (strange !== undefined) {
    throw new RunError(
      'model-output',
      'data',
      `the model answers '${strange}', which is no class of the data`,
    )
  }
  const values = labels.flatMap((label) => classes.map((name) => (name === label ? 1 : 0)))
  return { values, width: classes.length }
}

const wrongWidth = (name: string, found: number, expected: number): RunError =>
  new RunError(
    'model-output',
    'data',
    `the output '${name}' has ${found} entries a row, expected ${expected}`,
  )
