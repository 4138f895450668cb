// Fitting: each step in turn, on the training rows as the steps before it leave them.
import { DataError } from '../../data/data-error.js'
import type { Dataset } from '../../data/dataset.js'
import { describeData } from '../../data/describe.js'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { encodeGraph } from '../../onnx/encode.js'
import { runOnce } from '../../onnx/session.js'
import { builder } from '../../tensor/builder.js'
import type { Tensor } from '../../tensor/tensor.js'
import { buildColumns, inputsFor, type FittedPreparation, type FittedStep } from './fitted-preparation.js'
import { definitionOf, planPreparation, type PlannedStep, type PrepareStep } from './plan-preparation.js'
import type { ColumnType, FittingColumn } from './prepare.js'
import { feedsFor, inputColumns } from './raw-inputs.js'

/**
 * Fits the steps on these rows; no other row is read.
 * @throws DataError with the code of the first finding of the plan, or of a step that cannot be fitted
 */
export async function fitPreparation(
  dataset: Dataset,
  steps: readonly PrepareStep[],
  train: ArrayLike<number>,
): Promise<FittedPreparation> {
  const plan = planPreparation(describeData(dataset).columns, steps)
  const [problem] = plan.findings
  if (problem !== undefined) throw new DataError(problem.code, 'prepare', problem.message, problem.hint)
  const fitted: FittedStep[] = []
  for (const step of plan.steps) {
    const columns = await columnsBefore(step, dataset, plan.columns, fitted, train)
    const definition = definitionOf(step)
    if (definition === undefined) throw new InvariantError(`no preparation step '${step.kind}'`)
    fitted.push({ ...step, fitted: columns.map((column) => definition.fit(column, step.options)) })
  }
  return {
    columns: plan.columns,
    steps: fitted,
    after: plan.after,
    input: plan.input,
    inputs: inputsFor(plan.columns),
  }
}

/** The columns that a step treats, on the training rows: raw, or out of the graph of the steps before. */
async function columnsBefore(
  step: PlannedStep,
  dataset: Dataset,
  columns: readonly ColumnType[],
  earlier: readonly FittedStep[],
  train: ArrayLike<number>,
): Promise<readonly FittingColumn[]> {
  const touched = step.selected.filter((index) => earlier.some(({ selected }) => selected.includes(index)))
  const computed =
    touched.length === 0
      ? new Map<number, Tensor>()
      : await runEarlier(touched, dataset, columns, earlier, train)
  return step.selected.map((index): FittingColumn => {
    const type = step.before[index]
    if (type === undefined) throw new InvariantError(`a step without column ${index}`)
    const tensor = computed.get(index)
    return { type, values: tensor === undefined ? rawValues(dataset, index, train) : entriesOf(tensor) }
  })
}

async function runEarlier(
  wanted: readonly number[],
  dataset: Dataset,
  columns: readonly ColumnType[],
  steps: readonly FittedStep[],
  train: ArrayLike<number>,
): Promise<ReadonlyMap<number, Tensor>> {
  const graph = builder('prepare')
  const inputs = inputsFor(columns)
  const { leaves, columns: raw } = inputColumns(graph, inputs)
  const values = buildColumns(graph, { columns, steps }, raw)
  const outputs = wanted.flatMap((index) => {
    const value = values[index]
    return value === undefined ? [] : [{ name: `prepared.${index}`, value }]
  })
  const model = encodeGraph({ name: 'prepare', inputs: leaves, outputs })
  const results = await runOnce(model, feedsFor(inputs, dataset, train))
  return new Map(
    wanted.flatMap((index) => {
      const tensor = results[`prepared.${index}`]
      return tensor === undefined ? [] : [[index, tensor] as const]
    }),
  )
}

function rawValues(dataset: Dataset, index: number, rows: ArrayLike<number>): Float32Array | Int32Array {
  const column = dataset.columns[index]
  if (column === undefined) throw new InvariantError(`a data set without column ${index}`)
  if (column.kind === 'category') return Int32Array.from(rows, (row) => column.codes[row] ?? -1)
  const size = column.shape.reduce((product, axis) => product * axis, 1)
  const values = new Float32Array(rows.length * size)
  for (let place = 0; place < rows.length; place += 1) {
    const from = (rows[place] ?? 0) * size
    values.set(column.values.subarray(from, from + size), place * size)
  }
  return values
}

function entriesOf({ data }: Tensor): Float32Array | Int32Array {
  if (data instanceof Float32Array) return data
  if (data instanceof BigInt64Array) return Int32Array.from(data, Number)
  throw new InvariantError('a preparation step gave neither numbers nor codes')
}
