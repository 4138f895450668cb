// Leak rule: rows of one group on both sides of the split.
import type { LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import { clash, measuredRows, openCells, seenRows, showCell, showRow } from './row-sets.js'

const code = 'overlapping-groups'

/** No group, where the data name groups, is both seen in tuning and measured. */
export const overlappingGroups: LeakRule = {
  code,
  summary: 'A group (a patient, a document, a session) is in the tuning pool and in the evaluation pool.',
  check: (leakCase) => {
    const cells = openCells(leakCase)
    for (const { cell, data } of cells) {
      if (data.groups === undefined) continue
      const found = clash(seenRows(cell), measuredRows(cell), data.groups)
      if (found === undefined) continue
      const name = data.groupNames?.[data.groups[found[0]] ?? 0] ?? ''
      return {
        rule: code,
        status: 'violated',
        message: `group '${name}' is in both pools of ${showCell(cell, leakCase)}: ${showRow(data, found[0])} and ${showRow(data, found[1])}`,
        hint: 'write `by: group` under `pools`',
        rows: found,
      }
    }
    const grouped = cells.some(({ data }) => data.groups !== undefined)
    const statement = grouped
      ? 'No group is both seen in tuning and measured (groups of all rows compared).'
      : 'The data declare no groups.'
    return declared(code, leakCase) ?? { rule: code, status: 'proved', statement }
  },
}
