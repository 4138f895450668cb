// Leak rule: arms that train, select or are measured on different rows.
import type { RowSets, Unit } from '../protocol.js'
import type { LeakArm, LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import type { Purpose } from './row-sets.js'

const code = 'unequal-data'
const purposes: readonly Purpose[] = ['train', 'stop', 'select', 'measure']

/** Units of one pair key have the same rows for the same purposes in all arms, and no arm has more units than another. */
export const unequalData: LeakRule = {
  code,
  summary: 'Arms run on different rows.',
  check: (leakCase) => {
    const [first, ...others] = leakCase.arms
    const other = first === undefined ? undefined : others.find((arm) => !equalArms(first, arm))
    if (first !== undefined && other !== undefined) {
      return {
        rule: code,
        status: 'violated',
        message: `arm '${other.name}' runs on other rows than arm '${first.name}'`,
        hint: 'let all arms share `data` and `protocol`',
      }
    }
    return (
      declared(code, leakCase) ?? {
        rule: code,
        status: 'proved',
        statement:
          'All arms train, select and are measured on the same rows in each replicate (row sets compared).',
      }
    )
  },
}

function equalArms(a: LeakArm, b: LeakArm): boolean {
  if (a.cells === b.cells) return true
  const left = a.cells.flatMap((cell) => [cell.tuning, ...cell.evaluation])
  const right = b.cells.flatMap((cell) => [cell.tuning, ...cell.evaluation])
  return left.length === right.length && left.every((unit, index) => equalUnits(unit, right[index]))
}

const equalUnits = (a: Unit, b: Unit | undefined): boolean =>
  b !== undefined &&
  a.pairKey === b.pairKey &&
  a.phase === b.phase &&
  a.folds.length === b.folds.length &&
  a.folds.every((fold, index) => equalRowSets(fold, b.folds[index]))

const equalRowSets = (a: RowSets, b: RowSets | undefined): boolean =>
  purposes.every((purpose) => {
    const left = a[purpose]
    const right = b?.[purpose]
    if (left === undefined || right === undefined) return left === right
    return left.length === right.length && left.every((row, index) => row === right[index])
  })
