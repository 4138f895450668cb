// Leak rule: different rows of equal content on both sides of the split.
import type { LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import { clash, measuredRows, openCells, seenRows, showCell, showRow } from './row-sets.js'

const code = 'duplicate-rows'

/** No measured row has the content of one that was seen in tuning or fitted on. */
export const duplicateRows: LeakRule = {
  code,
  summary: 'Two rows of equal content are in different pools.',
  check: (leakCase) => {
    for (const { cell, data } of openCells(leakCase)) {
      const found = clash(seenRows(cell), measuredRows(cell), data.contents)
      if (found === undefined || found[0] === found[1]) continue
      return {
        rule: code,
        status: 'violated',
        message: `${showRow(data, found[0])} in the tuning pool of ${showCell(cell, leakCase)} equals ${showRow(data, found[1])} in its evaluation pool`,
        hint: 'remove the duplicates; `by: random` and `by: stratified` keep equal rows together where that is possible',
        rows: found,
      }
    }
    return (
      declared(code, leakCase) ?? {
        rule: code,
        status: 'proved',
        statement: 'No measured row equals one that was seen in tuning or fitted on (contents compared).',
      }
    )
  },
}
