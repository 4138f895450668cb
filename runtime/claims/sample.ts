// From cells of two arms to paired units: averaging within a unit, pairing across arms, naming what is missing.
// Owns what a unit is; the quantity in each cell comes from quantities/.
import type { ClaimDeclaration, ClaimUnit } from '../../schemas/claim-declaration.js'
import type { ResultMeasurement } from '../../schemas/result.js'
import type { ClaimSample } from './claim.js'
import { quantityOf } from './quantities/find.js'
import type { CellValue } from './quantities/quantity.js'

/** Paired units in order, and those that lack a value of an arm. */
export interface PairedUnits {
  readonly units: ClaimSample['units']
  readonly missing: readonly string[]
}

/**
 * Pairs the arms of a claim by unit. Over replicates, tasks, folds and seeds within one are averaged; over tasks, replicates are. A unit with any
 * missing value is missing as a whole: averaging what is left would favour the arm that failed.
 */
export function pairUnits(
  claim: ClaimDeclaration,
  rows: readonly ResultMeasurement[],
  direction: 'maximize' | 'minimize',
): PairedUnits {
  const { quantity, metric, options } = quantityOf(claim)
  const rowsOf = (arm: string): readonly ResultMeasurement[] => rows.filter((row) => row.arm === arm)
  const valuesOf = (arm: string): ReadonlyMap<string, number | undefined> => {
    const request = { arm, rows: rowsOf(arm), rowsOf, metric, direction, options }
    return average(quantity.cells(request), claim.over)
  }
  const ours = valuesOf(claim.arm)
  const theirs = claim.than === undefined ? undefined : valuesOf(claim.than)
  return pair(ours, theirs)
}

function pair(
  ours: ReadonlyMap<string, number | undefined>,
  theirs: ReadonlyMap<string, number | undefined> | undefined,
): PairedUnits {
  const names = [...new Set([...ours.keys(), ...(theirs?.keys() ?? [])])].sort(byNumbersWithin)
  const units: { unit: string; arm: number; than?: number }[] = []
  const missing: string[] = []
  for (const unit of names) {
    const arm = ours.get(unit)
    const than = theirs?.get(unit)
    if (arm === undefined || (theirs !== undefined && than === undefined)) missing.push(unit)
    else units.push({ unit, arm, ...(than === undefined ? {} : { than }) })
  }
  return { units, missing }
}

function average(cells: readonly CellValue[], over: ClaimUnit): ReadonlyMap<string, number | undefined> {
  const values = new Map<string, (number | undefined)[]>()
  for (const cell of cells) {
    const unit = unitOf(cell, over)
    values.set(unit, [...(values.get(unit) ?? []), cell.value])
  }
  return new Map([...values].map(([unit, list]) => [unit, meanOfAll(list)]))
}

function meanOfAll(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0
  for (const value of values) {
    if (value === undefined) return undefined
    sum += value
  }
  return sum / values.length
}

/** Name of the unit that a cell belongs to; equal for both arms of a pair. */
function unitOf({ task, replicate, fold, seed }: CellValue, over: ClaimUnit): string {
  const names: Readonly<Record<ClaimUnit, readonly (string | number)[]>> = {
    replicates: [`replicate ${replicate}`],
    tasks: [task],
    folds: [task, `replicate ${replicate}`, `fold ${fold}`],
    seeds: [task, `replicate ${replicate}`, `fold ${fold}`, `seed ${seed ?? 0}`],
  }
  return names[over].join(', ')
}

/** Text order in which "replicate 10" follows "replicate 9"; not the locale's, which differs between machines. */
function byNumbersWithin(a: string, b: string): number {
  const left = a.split(/(\d+)/)
  const right = b.split(/(\d+)/)
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const [x = '', y = ''] = [left[place], right[place]]
    if (x === y) continue
    if (place % 2 === 1 && Number(x) !== Number(y)) return Number(x) - Number(y)
    return x < y ? -1 : 1
  }
  return left.length - right.length
}
