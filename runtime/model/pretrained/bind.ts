// How a model file and data come together: which columns feed which input, which output is read, which of its classes is which of
// ours. Pure, and the same for the check before a run and for the worker that measures.
import type { ColumnDescriptor, DataDescriptor } from '../../../schemas/data-descriptor.js'
import { SpecError } from '../../../schemas/diagnostic.js'
import type { ModelSummary } from '../../onnx/decode.js'
import type { RawInput } from '../prepare/raw-inputs.js'

/** A model file laid against a data set. */
export interface ModelBinding {
  /** Inputs to feed; their columns are indices into `columns`. */
  readonly inputs: readonly RawInput[]
  readonly columns: readonly BoundColumn[]
  readonly output: { readonly kind: 'probabilities' | 'label' | 'value'; readonly name: string }
  /** Names of the model's classes by its code; absent where it has none. */
  readonly classes?: readonly string[]
}

/** A column of the data as the model takes it. */
export interface BoundColumn {
  readonly name: string
  /** Index in the data set. */
  readonly index: number
  /** The model's names of categories; absent for numbers. */
  readonly categories?: readonly string[]
}

/** Lays a model against data. @throws SpecError `model-does-not-fit` */
export function bindModel(summary: ModelSummary, data: DataDescriptor): ModelBinding {
  const described = describedInputs(summary) ?? loneInput(summary, data)
  const columns: BoundColumn[] = []
  const inputs = described.map(({ name, columns: names, categories }): RawInput => {
    const first = columns.length
    names.forEach((column, place) => columns.push(boundColumn(column, categories?.[place], data)))
    const shape = data.columns[columns[first]?.index ?? -1]?.shape ?? []
    return {
      name,
      element: categories === undefined ? 'float32' : 'int64',
      shape: shape.length > 0 ? shape : [names.length],
      columns: names.map((_, place) => first + place),
    }
  })
  const output = outputOf(summary, data)
  const classes = classesOf(summary, output, data)
  return { inputs, columns, output, ...(classes === undefined ? {} : { classes }) }
}

interface DescribedInput {
  readonly name: string
  readonly columns: readonly string[]
  readonly categories?: readonly (readonly string[])[]
}

/** Columns that a deployed model was trained on, by its metadata; absent where it says nothing. */
export const describedColumns = (summary: Pick<ModelSummary, 'metadata'>): readonly string[] | undefined =>
  describedInputs(summary)?.flatMap(({ columns }) => columns)

/** Inputs as the metadata of a deployed model describe them. */
function describedInputs({
  metadata,
}: Pick<ModelSummary, 'metadata'>): readonly DescribedInput[] | undefined {
  try {
    const told: unknown = JSON.parse(metadata['inputs'] ?? 'null')
    return Array.isArray(told) && told.length > 0 && told.every(isDescribed) ? told : undefined
  } catch {
    return undefined
  }
}

const isDescribed = (told: unknown): told is DescribedInput =>
  typeof told === 'object' &&
  told !== null &&
  'name' in told &&
  typeof told.name === 'string' &&
  'columns' in told &&
  Array.isArray(told.columns) &&
  (!('categories' in told) || Array.isArray(told.categories))

/** A model of another making: one input, which takes all columns in their order. */
function loneInput({ inputs, initializers }: ModelSummary, data: DataDescriptor): readonly DescribedInput[] {
  const open = inputs.filter((name) => !initializers.includes(name))
  const [name] = open
  if (name === undefined || open.length > 1) {
    throw misfit(
      `the model has ${open.length} inputs and does not say which columns they take`,
      'use a model with one input, or one that Espalier deployed',
    )
  }
  const odd = data.columns.find(({ type, shape }) => type !== 'real' || shape.length > 0)
  if (odd !== undefined && data.columns.length > 1) {
    throw misfit(
      `the model does not say how it takes column '${odd.name}', which is no plain number`,
      'choose columns of numbers with `columns:`, or use a model that Espalier deployed',
    )
  }
  return [{ name, columns: data.columns.map((column) => column.name) }]
}

function boundColumn(
  name: string,
  categories: readonly string[] | undefined,
  { columns, source }: DataDescriptor,
): BoundColumn {
  const index = columns.findIndex((column) => column.name === name)
  const column = columns[index]
  if (column === undefined) {
    throw misfit(`the model takes a column '${name}', which '${source}' does not have`, freshModel)
  }
  if ((categories === undefined) !== (column.type === 'real')) {
    const [wanted, found] = categories === undefined ? ['numbers', 'names'] : ['names', 'numbers']
    throw misfit(`the model takes ${wanted} as column '${name}', and '${source}' holds ${found}`, freshModel)
  }
  const strange = categories === undefined ? undefined : unknownCategory(column, categories)
  if (strange !== undefined) {
    throw misfit(`the model does not know '${strange}', which column '${name}' holds`, freshModel)
  }
  return { name, index, ...(categories === undefined ? {} : { categories }) }
}

const unknownCategory = (
  { categories = [] }: ColumnDescriptor,
  known: readonly string[],
): string | undefined => categories.find((category) => !known.includes(category))

const freshModel = 'deploy a model that was trained on data of this form'

/** The output that says most; ours by their names, others by the names that converters give. */
function outputOf({ tensorOutputs }: ModelSummary, { target }: DataDescriptor): ModelBinding['output'] {
  const named = (names: readonly string[]): string | undefined =>
    names.find((name) => tensorOutputs.includes(name))
  if (target.type === 'real') {
    const value = named(['value', 'variable']) ?? (tensorOutputs.length === 1 ? tensorOutputs[0] : undefined)
    if (value !== undefined && named(['label', 'probabilities']) === undefined) {
      return { kind: 'value', name: value }
    }
    throw misfit(`the model has no output 'value', and '${target.name}' is a real number`, freshModel)
  }
  const probabilities = named(['probabilities', 'output_probability'])
  if (probabilities !== undefined) return { kind: 'probabilities', name: probabilities }
  const label = named(['label', 'output_label'])
  if (label !== undefined) return { kind: 'label', name: label }
  throw misfit(
    `the model has no output 'probabilities' or 'label', and '${target.name}' is a class`,
    freshModel,
  )
}

function classesOf(
  { metadata }: ModelSummary,
  { kind }: ModelBinding['output'],
  { target }: DataDescriptor,
): readonly string[] | undefined {
  if (kind !== 'probabilities') return undefined
  const ours = target.classes ?? []
  try {
    const told: unknown = JSON.parse(metadata['classes'] ?? 'null')
    if (!Array.isArray(told)) return ours
    const names = told.map(String)
    if (names.some((name) => ours.includes(name))) return names
  } catch {
    return ours
  }
  throw misfit(`the model knows none of the classes of '${target.name}'`, freshModel)
}

const misfit = (message: string, hint: string): SpecError =>
  new SpecError('model-does-not-fit', message, { hint })
