// Pools by group or by time need the column that says so.
import { finding } from '../../source/finding.js'
import { textOf, valueOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** `by: group` goes with `group:`, `by: time` with `time:`. */
export const poolsColumn: Rule = ({ root }) => {
  const data = valueOf(root, 'data')
  const tasks = valueOf(root, 'tasks')
  const sections = [data, ...(tasks?.kind === 'map' ? tasks.entries.map(({ value }) => value) : [])]
  return sections.flatMap((section) => {
    const node = valueOf(valueOf(section, 'pools'), 'by')
    const by = textOf(node)
    if (node === undefined || (by !== 'group' && by !== 'time')) return []
    if (valueOf(section, by) !== undefined || valueOf(data, by) !== undefined) return []
    const message = `pools are made by \`${by}\`, but no column is named as \`${by}:\`.`
    return [finding('pools-column', node.span, message, { hint: `add \`${by}: <column>\` to the data` })]
  })
}
