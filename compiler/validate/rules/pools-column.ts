// Pools by group or by time need the column that says so.
import { finding } from '../../source/finding.js'
import { textOf, valueOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** `by: group` goes with `group:`, `by: time` with `time:` or with windows of a text, which are in time by themselves. */
export const poolsColumn: Rule = ({ root }) => {
  const data = valueOf(root, 'data')
  const tasks = valueOf(root, 'tasks')
  const sections = [data, ...(tasks?.kind === 'map' ? tasks.entries.map(({ value }) => value) : [])]
  return sections.flatMap((section) => {
    const node = valueOf(valueOf(section, 'pools'), 'by')
    const by = textOf(node)
    if (node === undefined || (by !== 'group' && by !== 'time')) return []
    const keys = by === 'time' ? [by, 'windows'] : [by]
    if (keys.some((key) => valueOf(section, key) !== undefined || valueOf(data, key) !== undefined)) return []
    const message = `pools are made by \`${by}\`, but no column is named as \`${by}:\`.`
    return [finding('pools-column', node.span, message, { hint: `add \`${by}: <column>\` to the data` })]
  })
}
