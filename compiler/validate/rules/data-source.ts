// Data come from one place.
import { finding } from '../../source/finding.js'
import { entryOf, valueOf, type LocatedNode } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** `data` names a data set or a file, not both; a task that names neither takes the one of `data`. */
export const dataSource: Rule = ({ root }) => {
  const data = entryOf(root, 'data')
  const tasks = valueOf(root, 'tasks')
  const inTasks = tasks?.kind === 'map' ? tasks.entries : []
  const sections = [...(data === undefined ? [] : [data]), ...inTasks]
  return sections.flatMap(({ key, keySpan, value }) => {
    const dataset = entryOf(value, 'dataset')
    const file = entryOf(value, 'file')
    if (dataset !== undefined && file !== undefined) {
      const related = { message: '`dataset` stands here', span: dataset.keySpan }
      const message = `\`${key}\` names a data set and a file; expected one of them.`
      return [finding('data-source', file.keySpan, message, { hint: 'delete one of the two', related })]
    }
    const inherits = value !== data?.value && hasSource(data?.value)
    const leftToTasks =
      value === data?.value && inTasks.every((task) => hasSource(task.value)) && inTasks.length > 0
    if (value.kind !== 'map' || hasSource(value) || inherits || leftToTasks) return []
    const message = `\`${key}\` names neither a data set nor a file.`
    return [finding('data-source', keySpan, message, { hint: 'add `dataset: mnist` or `file: table.csv`' })]
  })
}

const hasSource = (node: LocatedNode | undefined): boolean =>
  entryOf(node, 'dataset') !== undefined || entryOf(node, 'file') !== undefined
