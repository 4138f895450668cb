// A fitted preparation, as plain data, and the graph that it stands for: the only implementation of applying it.
import type { Json } from '../../../schemas/json.js'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import { definitionOf, type PlannedStep } from './plan-preparation.js'
import type { ColumnType, Fitted, GraphColumn } from './prepare.js'
import { batchAxis, inputColumns, rawInputs, type RawInput } from './raw-inputs.js'

/** A step with what it learnt of each column that it treats. */
export interface FittedStep extends PlannedStep {
  readonly fitted: readonly Fitted[]
}

/** Everything that turns raw rows into what enters the model. */
export interface FittedPreparation {
  readonly columns: readonly ColumnType[]
  readonly steps: readonly FittedStep[]
  readonly after: readonly ColumnType[]
  readonly input: Signal
  readonly inputs: readonly RawInput[]
}

/** A preparation inside a graph. */
export interface BuiltPreparation {
  /** Raw inputs, in the order of `FittedPreparation.inputs`. */
  readonly leaves: readonly Value[]
  /** float32 [batch, …input.shape] */
  readonly output: Value
}

/** Adds raw inputs and all steps to a graph; what an exported model begins with. */
export function buildPreparation(graph: Builder, preparation: FittedPreparation): BuiltPreparation {
  const { leaves, columns } = inputColumns(graph, preparation.inputs)
  const values = buildColumns(graph, preparation, columns)
  return { leaves, output: join(graph, preparation, values) }
}

/** Values of all columns after all steps, by index. */
export function buildColumns(
  graph: Builder,
  { columns, steps }: Pick<FittedPreparation, 'columns' | 'steps'>,
  raw: ReadonlyMap<number, Value>,
): readonly Value[] {
  let values = columns.map((_, index) => raw.get(index) ?? missingValue(index))
  for (const step of steps) {
    const definition = definitionOf(step)
    if (definition === undefined) throw new InvariantError(`no preparation step '${step.kind}'`)
    values = values.map((value, index) => {
      const place = step.selected.indexOf(index)
      const type = step.before[index]
      const fitted = step.fitted[place]
      if (type === undefined || fitted === undefined) return value
      const column: GraphColumn = { type, value }
      return definition.build(column, fitted, step.options, graph.at(`prepare.${step.kind}`))
    })
  }
  return values
}

/** The inputs of a preparation whose columns have these types. */
export const inputsFor = (columns: readonly ColumnType[]): readonly RawInput[] => rawInputs(columns)

/** Names and labels that a user of an exported model needs, as text by key. */
export function preparationMetadata({
  inputs,
  columns,
}: FittedPreparation): Readonly<Record<string, string>> {
  const described: Json = inputs.map((input) => {
    const symbols = columns[input.columns[0] ?? -1]?.symbols
    return {
      name: input.name,
      columns: input.columns.map((index) => columns[index]?.name ?? ''),
      ...(input.element === 'int64'
        ? { categories: input.columns.map((index) => columns[index]?.categories ?? []) }
        : {}),
      ...(symbols === undefined ? {} : { symbols }),
    }
  })
  return { inputs: JSON.stringify(described) }
}

function join(graph: Builder, { after, input }: FittedPreparation, values: readonly Value[]): Value {
  const [only] = values
  if (values.length === 1 && only !== undefined && after[0]?.shape.length === input.shape.length) return only
  const flat = values.map((value, index) =>
    graph.reshape(value, [batchAxis, sizeOf(after[index]?.shape ?? [])]),
  )
  const [first] = flat
  return flat.length === 1 && first !== undefined ? first : graph.concat(flat, 1)
}

function missingValue(index: number): never {
  throw new InvariantError(`column ${index} has no value in the graph`)
}
