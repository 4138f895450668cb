// How choices and metrics meet the inputs and outputs of a fitted model. Pure: the same for the check before a run and for the run.
import type { Signature, SignatureEntry } from '../../onnx/signature.js'
import { OptionError } from '../../procedures/option-error.js'
import { suggest } from '../../support/did-you-mean.js'
import type { ElementType } from '../../tensor/tensor-type.js'
import type { SurrogateOptions } from './options.js'

/** One choice (or the fidelity) as columns of an input. */
export interface BoundColumn {
  readonly choice: string
  readonly isFidelity: boolean
  /** Values whose place is the code; absent: numbers (or texts, where the input takes them) as they are. */
  readonly categories: readonly unknown[] | undefined
  /** 1, or the number of categories. */
  readonly width: number
}

/** One input with what fills it, for one configuration. */
export interface BoundInput {
  readonly name: string
  readonly element: ElementType
  readonly shape: readonly number[]
  readonly columns: readonly BoundColumn[]
}

/** Where a metric is found. */
export interface BoundOutput {
  readonly name: string
  readonly column: number
}

/** A model laid against a specification. */
export interface SurrogateBinding {
  readonly inputs: readonly BoundInput[]
  readonly outputs: ReadonlyMap<string, BoundOutput>
}

const code = 'surrogate-does-not-fit'

/** @throws OptionError `surrogate-does-not-fit` with the option at fault */
export function bindSurrogate(signature: Signature, options: SurrogateOptions): SurrogateBinding {
  if (signature.hasExternalData) {
    throw new OptionError(
      code,
      'model',
      `the weights of '${options.model}' lie in files of their own`,
      'save the model as one file',
    )
  }
  const inputs = boundInputs(signature.inputs, options)
  const known = inputs.flatMap(({ columns }) => columns.map(({ choice }) => choice))
  const stray = Object.keys(options.categories).find((choice) => !known.includes(choice))
  if (stray !== undefined) {
    throw new OptionError(code, 'categories', `the model takes no '${stray}'`, suggest(stray, known))
  }
  if (options.fidelity !== undefined && !known.includes(options.fidelity)) {
    const message = `the model takes no '${options.fidelity}'`
    throw new OptionError(code, 'fidelity', message, suggest(options.fidelity, known))
  }
  return { inputs, outputs: boundOutputs(signature.outputs, options) }
}

function boundInputs(entries: readonly SignatureEntry[], options: SurrogateOptions): readonly BoundInput[] {
  if (options.inputs === undefined) return entries.map((entry) => inputOf(entry, [entry.name], options))
  const [only, second] = entries
  if (only === undefined || second !== undefined) {
    const names = entries.map(({ name }) => `'${name}'`).join(', ')
    const message = `\`inputs\` lists the columns of one input, and the model has ${String(entries.length)} (${names})`
    throw new OptionError(
      code,
      'inputs',
      message,
      'leave `inputs` out: each input then takes the choice of its name',
    )
  }
  return [inputOf(only, options.inputs, options)]
}

function inputOf(entry: SignatureEntry, choices: readonly string[], options: SurrogateOptions): BoundInput {
  const { name, element, shape } = entry
  if (element === undefined || element === 'bool' || element === 'uint8' || element === 'uint32') {
    const message = `the input '${name}' takes neither float, double, int32, int64 nor texts`
    throw new OptionError(code, 'model', message, 'convert it inside the model, with a Cast')
  }
  const columns = choices.map((choice) => columnOf(choice, options))
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  const wanted = options.inputs === undefined && width === 1 && shape?.length === 1 ? [1] : [1, width]
  if (!accepts(shape, wanted)) {
    const field = options.inputs === undefined ? 'model' : 'inputs'
    const message = `the input '${name}' has shape [${showShape(shape)}], and one configuration fills [${wanted.join(', ')}]`
    throw new OptionError(code, field, message, 'the first axis counts configurations, the second columns')
  }
  return { name, element, shape: wanted, columns }
}

function columnOf(choice: string, { categories, oneHot, fidelity }: SurrogateOptions): BoundColumn {
  const own = Object.hasOwn(categories, choice) ? categories[choice] : undefined
  return {
    choice,
    isFidelity: choice === fidelity,
    categories: own,
    width: oneHot && own !== undefined ? own.length : 1,
  }
}

const accepts = (shape: SignatureEntry['shape'], wanted: readonly number[]): boolean =>
  shape === undefined ||
  (shape.length === wanted.length &&
    shape.every((axis, index) => axis === undefined || axis === wanted[index]))

const showShape = (shape: SignatureEntry['shape']): string =>
  (shape ?? []).map((axis) => axis ?? 'N').join(', ')

function boundOutputs(
  entries: readonly SignatureEntry[],
  { outputs }: SurrogateOptions,
): ReadonlyMap<string, BoundOutput> {
  if (outputs === undefined) return new Map(entries.map(({ name }) => [name, { name, column: 0 }]))
  const [only, second] = entries
  const columns = only?.shape?.length === 1 ? 1 : only?.shape?.at(-1)
  if (only === undefined || second !== undefined || (columns ?? outputs.length) !== outputs.length) {
    const message =
      second === undefined
        ? `\`outputs\` names ${String(outputs.length)} metrics, and the output '${only?.name ?? ''}' has ${String(columns)} columns`
        : `\`outputs\` lists the columns of one output, and the model has ${String(entries.length)}`
    throw new OptionError(code, 'outputs', message, 'name the metric of each column, in order')
  }
  return new Map(outputs.map((metric, column) => [metric, { name: only.name, column }]))
}

/** What is known of a choice before a run: the values that it may have, or that all are numbers. */
export interface ChoiceFacts {
  readonly name: string
  /** Absent: any number. */
  readonly values?: readonly unknown[]
}

/** Lays choices and metrics against a bound model. @throws OptionError `surrogate-does-not-fit` */
export function checkFit(
  { inputs, outputs }: SurrogateBinding,
  choices: readonly ChoiceFacts[],
  metrics: readonly string[],
  options: SurrogateOptions,
): void {
  const field = options.inputs === undefined ? 'model' : 'inputs'
  const names = choices.map(({ name }) => name)
  const columns = inputs.flatMap(({ element, columns: own }) => own.map((column) => ({ ...column, element })))
  for (const { choice, isFidelity } of columns) {
    if (isFidelity || names.includes(choice)) continue
    throw new OptionError(
      code,
      field,
      `the model takes '${choice}', which is no hyperparameter`,
      suggest(choice, names),
    )
  }
  for (const { name, values = [] } of choices) {
    const column = columns.find(({ choice }) => choice === name)
    if (column === undefined) {
      throw new OptionError(
        code,
        field,
        `the model does not take the hyperparameter '${name}'`,
        suggest(
          name,
          columns.map(({ choice }) => choice),
        ),
      )
    }
    const strange = values.find((value) => !isTaken(value, column))
    if (strange === undefined) continue
    const message = `the model takes numbers as '${name}', which may be ${JSON.stringify(strange)}`
    const listed = `'${name}' may be ${JSON.stringify(strange)}, which is not among its \`categories\``
    throw new OptionError(
      code,
      column.categories === undefined ? field : 'categories',
      column.categories === undefined ? message : listed,
      `give its codes: \`categories: { ${name}: ${JSON.stringify(values)} }\``,
    )
  }
  const lost = metrics.find((metric) => !outputs.has(metric))
  if (lost !== undefined) {
    throw new OptionError(
      code,
      options.outputs === undefined ? 'model' : 'outputs',
      options.outputs === undefined
        ? `the model has no output '${lost}'`
        : `\`outputs\` does not name '${lost}'`,
      suggest(lost, [...outputs.keys()]),
    )
  }
}

function isTaken(value: unknown, column: BoundColumn & { readonly element: ElementType }): boolean {
  if (column.categories !== undefined) return column.categories.includes(value)
  return column.element === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
