// Row sets of cells, as leak rules compare them.
import type { DataDescriptor } from '../../../schemas/data-descriptor.js'
import type { Rows, Unit } from '../protocol.js'
import type { LeakCase, PhaseCell } from './leak-rule.js'

export type Purpose = 'train' | 'stop' | 'select' | 'measure'

/** A cell over data that we hold. */
export interface OpenCell {
  readonly cell: PhaseCell
  readonly data: DataDescriptor
}

/** Cells over data that we hold, each once however many arms share it. */
export function openCells({ arms, tasks }: LeakCase): readonly OpenCell[] {
  const cells = new Set([...new Set(arms.map((arm) => arm.cells))].flat())
  return [...cells].flatMap((cell) => {
    const data = tasks.find((task) => task.name === cell.tuning.task)?.data
    return data === undefined ? [] : [{ cell, data }]
  })
}

/** All rows that units use for some purposes. */
export const rowsOf = (units: readonly Unit[], purposes: readonly Purpose[]): readonly Rows[] =>
  units.flatMap((unit) =>
    unit.folds.flatMap((fold) =>
      purposes.flatMap((purpose) => {
        const rows = fold[purpose]
        return rows === undefined ? [] : [rows]
      }),
    ),
  )

/** Rows that the search has seen (train, stop, select), and rows that the final training fits or stops on. */
export const seenRows = ({ tuning, evaluation }: PhaseCell): readonly Rows[] => [
  ...rowsOf([tuning], ['train', 'stop', 'select']),
  ...rowsOf(evaluation, ['train', 'stop']),
]

/** Rows whose measurements are reported. */
export const measuredRows = ({ evaluation }: PhaseCell): readonly Rows[] => rowsOf(evaluation, ['measure'])

/**
 * A row of `second` whose code is among those of `first`, with a row of `first` that has it; by default codes are the rows
 * themselves.
 */
export function clash(
  first: readonly Rows[],
  second: readonly Rows[],
  codes?: ArrayLike<number>,
): readonly [number, number] | undefined {
  const holders = new Map<number, number>()
  for (const rows of first) for (const row of rows) holders.set(codes?.[row] ?? row, row)
  for (const rows of second) {
    for (const row of rows) {
      const holder = holders.get(codes?.[row] ?? row)
      if (holder !== undefined) return [holder, row]
    }
  }
  return undefined
}

/** Number of rows in some sets, each row once. */
export const sizeOf = (sets: readonly Rows[]): number => new Set(sets.flatMap((rows) => [...rows])).size

/** A row as the author counts: with its line where it has one. */
export function showRow({ lines, source }: DataDescriptor, row: number): string {
  const line = lines?.[row]
  return line === undefined ? `row ${row + 1} of '${source}'` : `row ${row + 1} (${source}:${line})`
}

/** Where a cell stands: "replicate 2", with its task where there are several. */
export const showCell = ({ tuning }: PhaseCell, { tasks }: LeakCase): string =>
  `replicate ${tuning.replicate + 1}${tasks.length > 1 ? ` of task '${tuning.task}'` : ''}`
