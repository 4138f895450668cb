// Trainings by look-up: opens the file of a `table` procedure, finds the rows of a configuration, reads the metrics of a seed.
import { totalmem } from 'node:os'
import { RunError } from '../../schemas/diagnostic.js'
import { readDataFile } from '../data/sources/file.js'
import type { Measurement, SegmentOutcome, SegmentRequest } from '../procedures/procedure.js'
import type { ProcedureExecution } from './execution.js'
import { createRecordedTable } from './recorded-table.js'
import type { RecordedTable } from './recorded-table.js'

/** Executes `table` procedures, in the process that asks. */
export const tableExecution: ProcedureExecution = {
  kind: 'table',
  inline: true,
  open: async ({ root, metrics }) => {
    const tables = new Map<string, Promise<RecordedTable>>()
    const tableOf = (file: string): Promise<RecordedTable> => {
      const known = tables.get(file)
      if (known !== undefined) return known
      const opened = readDataFile(file, { root, memory: totalmem() / 2, field: 'file' }).then(
        createRecordedTable,
      )
      tables.set(file, opened)
      return opened
    }
    return {
      train: async (requests) => {
        const outcomes: SegmentOutcome[] = []
        for (const request of requests) {
          const options = optionsOf(request)
          outcomes.push(lookUp(await tableOf(options.file), request, options, metrics))
        }
        return outcomes
      },
      close: async () => tables.clear(),
    }
  },
}

interface TableOptions {
  readonly file: string
  readonly seeds?: string
  readonly fidelity?: string
  readonly keys?: readonly string[]
}

/** @throws RunError `table-without-file` */
function optionsOf({ specified }: SegmentRequest): TableOptions {
  const { file, seeds, fidelity, keys } = specified.training?.options ?? {}
  if (typeof file !== 'string') {
    throw new RunError('table-without-file', 'data', 'the table procedure was given no file')
  }
  return {
    file,
    ...(typeof seeds === 'string' ? { seeds } : {}),
    ...(typeof fidelity === 'string' ? { fidelity } : {}),
    ...(Array.isArray(keys) ? { keys: keys.map(String) } : {}),
  }
}

function lookUp(
  table: RecordedTable,
  request: SegmentRequest,
  options: TableOptions,
  metrics: readonly string[],
): SegmentOutcome {
  const { training, specified, seed, phase, to } = request
  const choices = { ...specified.hyperparameters, ...specified.configuration }
  const found = table
    .rowsOf(choices, options.keys)
    .filter((row) => options.fidelity === undefined || table.number(options.fidelity, row) === to)
  const repetitions = options.seeds === undefined ? found : table.sorted(found, options.seeds)
  const row = repetitions[seed % Math.max(1, repetitions.length)]
  if (row === undefined) {
    const message = `the table '${options.file}' has no row for ${JSON.stringify(choices)}`
    return { training, end: 'invalid', measurements: [], message, measured: {} }
  }
  const on = phase === 'tune' ? 'select' : 'measure'
  const measurements = metrics.flatMap((metric): Measurement[] => {
    const own = `${phase === 'tune' ? 'tune' : 'evaluate'}.${metric}`
    const column = table.has(own) ? own : metric
    return table.has(column) ? [{ metric, value: table.number(column, row), fidelity: to, on }] : []
  })
  const isWhole = measurements.every(({ value }) => Number.isFinite(value))
  return { training, end: isWhole ? 'completed' : 'diverged', measurements, measured: {} }
}
