// Preparation without rows: which step treats which columns, what enters the model, and everything that can be wrong with it.
import type { ColumnDescriptor, DataDescriptor } from '../../../schemas/data-descriptor.js'
import { suggest } from '../../support/did-you-mean.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import * as definitions from './index.js'
import type { ColumnType, PrepareDefinition, StepOptions } from './prepare.js'

/** A step as declared: its kind and its options as plain values. */
export interface PrepareStep {
  readonly kind: string
  /** What it does, where it is no step that comes with Espalier. */
  readonly definition?: PrepareDefinition
  readonly options: StepOptions
}

/** A step with the columns that it treats, by index, and all types before it. */
export interface PlannedStep extends PrepareStep {
  readonly selected: readonly number[]
  readonly before: readonly ColumnType[]
}

/** A problem; `step` is its index, absent where a step is lacking. */
export interface PreparationFinding {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly step?: number
}

export interface PreparationPlan {
  readonly columns: readonly ColumnType[]
  readonly steps: readonly PlannedStep[]
  /** Types after the last step. */
  readonly after: readonly ColumnType[]
  /** What enters the model: the one shaped column as it is (codes, where it holds symbols), else all numbers side by side. */
  readonly input: Signal
  readonly findings: readonly PreparationFinding[]
}

/**
 * Follows column types through the steps. Findings: `unknown-column`, `prepare-mismatch`, `category-without-step`,
 * `missing-without-impute`; with any of them the plan must not be used.
 */
export function planPreparation(
  columns: readonly ColumnDescriptor[],
  steps: readonly PrepareStep[],
): PreparationPlan {
  const start = columns.map(typeOf)
  const findings: PreparationFinding[] = []
  let types = start
  const planned = steps.map((step, index): PlannedStep => {
    const definition = definitionOf(step)
    const before = types
    const selected = definition === undefined ? [] : select(definition, step, before, index, findings)
    types = before.map((type, column) =>
      definition !== undefined && selected.includes(column) ? definition.becomes(type, step.options) : type,
    )
    return { ...step, selected, before }
  })
  findings.push(...types.flatMap(problemsAfter))
  return { columns: start, steps: planned, after: types, input: inputOf(types), findings }
}

/** Facts that a space may read: `data.classes`, `data.rows`, `data.columns`, `data.features` and the axes of an image. */
export function dataFacts(
  data: DataDescriptor,
  { input }: PreparationPlan,
): Readonly<Record<string, number>> {
  const [channels, height, width] = input.shape
  return {
    'data.rows': data.rows,
    'data.columns': data.columns.length,
    'data.features': sizeOf(input.shape),
    ...(data.target.classes === undefined ? {} : { 'data.classes': data.target.classes.length }),
    ...(channels === undefined || height === undefined || width === undefined
      ? {}
      : { 'data.channels': channels, 'data.height': height, 'data.width': width }),
  }
}

/** What a step does; undefined where there is no such step (which validation reports). */
export const definitionOf = ({ kind, definition }: PrepareStep): PrepareDefinition | undefined =>
  definition ??
  (Object.values(definitions) as readonly PrepareDefinition[]).find((each) => each.kind === kind)

const typeOf = ({ name, type, shape, categories = [], symbols, missing }: ColumnDescriptor): ColumnType => ({
  name,
  kind: type,
  shape,
  categories,
  mayMiss: missing > 0,
  indicator: false,
  ...(symbols === undefined ? {} : { symbols }),
})

function select(
  definition: PrepareDefinition,
  { options }: PrepareStep,
  types: readonly ColumnType[],
  step: number,
  findings: PreparationFinding[],
): readonly number[] {
  const { columns } = options
  if (!Array.isArray(columns)) {
    return types.flatMap((type, index) =>
      definition.takes(type, options) && definition.refuses(type, options) === undefined ? [index] : [],
    )
  }
  return columns.map(String).flatMap((name) => {
    const index = types.findIndex((type) => type.name === name)
    const type = types[index]
    const reason = type === undefined ? undefined : definition.refuses(type, options)
    if (type !== undefined && reason === undefined) return [index]
    findings.push(
      type === undefined ? unknown(name, types, step) : mismatch(definition, name, reason ?? '', step),
    )
    return []
  })
}

const unknown = (name: string, types: readonly ColumnType[], step: number): PreparationFinding => ({
  code: 'unknown-column',
  message: `there is no column '${name}'`,
  hint: suggest(
    name,
    types.map((type) => type.name),
  ),
  step,
})

const mismatch = (
  { kind }: PrepareDefinition,
  name: string,
  reason: string,
  step: number,
): PreparationFinding => ({
  code: 'prepare-mismatch',
  message: `\`${kind}\` cannot treat column '${name}': it ${reason}`,
  hint: `take '${name}' out of its \`columns\``,
  step,
})

function problemsAfter(type: ColumnType): readonly PreparationFinding[] {
  if (type.kind === 'category') {
    return [
      {
        code: 'category-without-step',
        message: `column '${type.name}' is a category (${type.categories.slice(0, 3).join(', ')}${type.categories.length > 3 ? ', …' : ''}) and nothing turns it into numbers`,
        hint: 'add `one_hot` or `ordinal` to `prepare`, or leave the column out',
      },
    ]
  }
  if (!type.mayMiss) return []
  return [
    {
      code: 'missing-without-impute',
      message: `column '${type.name}' has missing entries and nothing fills them in`,
      hint: 'add `impute` to `prepare`, before steps that encode',
    },
  ]
}

function inputOf(types: readonly ColumnType[]): Signal {
  const [only] = types
  if (types.length === 1 && only !== undefined && only.shape.length > 0)
    return only.symbols === undefined
      ? { shape: only.shape, type: 'real' }
      : { shape: only.shape, type: 'code', vocabulary: only.symbols.length }
  return { shape: [types.reduce((sum, { shape }) => sum + sizeOf(shape), 0)], type: 'real' }
}
