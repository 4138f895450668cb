// `data:` and `tasks:` → data nodes, one a task.
import { namesDataFile } from '../../runtime/support/data-format.js'
import type { Span } from '../../schemas/diagnostic.js'
import { textOf, valueOf, type LocatedMap, type LocatedNode } from '../source/located-node.js'
import { mergeMaps } from '../source/merge.js'
import { projectPath } from '../source/project.js'
import { outermost, type Building } from './building.js'
import { buildComponent } from './components.js'
import { readComponent } from '../validate/component.js'
import type { ComponentNode, DataNode } from './nodes.js'

/** Data of every task; of the one in `data:` where no tasks are listed. A task inherits what `data:` says. */
export function buildTasks(root: LocatedMap, building: Building): readonly DataNode[] {
  const data = valueOf(root, 'data')
  const tasks = valueOf(root, 'tasks')
  if (tasks?.kind === 'map') {
    return tasks.entries.map(({ key, value }) => buildData(key, inherit(data, value), building))
  }
  if (data === undefined) return []
  return [buildData(textOf(data) ?? textOf(valueOf(data, 'dataset')) ?? 'data', data, building)]
}

function inherit(data: LocatedNode | undefined, task: LocatedNode): LocatedNode {
  if (data?.kind !== 'map' || task.kind !== 'map') return task
  return mergeMaps(data, task, () => false)
}

function buildData(name: string, node: LocatedNode, building: Building): DataNode {
  const dataset = textOf(node) ?? textOf(valueOf(node, 'dataset'))
  const columns = valueOf(node, 'columns')
  return {
    span: node.span,
    name,
    ...(dataset === undefined ? {} : { dataset }),
    ...windowsOf(valueOf(node, 'windows')),
    ...texts(node, ['file', 'target', 'group', 'time'], pathIn),
    ...(columns?.kind === 'list' ? { columns: columns.items.map((item) => textOf(item) ?? '') } : {}),
    places:
      node.kind === 'map'
        ? Object.fromEntries(node.entries.map((entry) => [entry.key, entry.value.span]))
        : {},
    prepare: buildPrepare(valueOf(node, 'prepare'), building),
    ...poolsOf(valueOf(node, 'pools')),
  }
}

/** `file` is a path, `target` a column or a path. */
const pathIn = (key: string, text: string, span: Span): string =>
  key === 'file' || (key === 'target' && namesDataFile(text)) ? projectPath(text, span) : text

function texts(
  node: LocatedNode,
  keys: readonly string[],
  read: (key: string, text: string, span: Span) => string,
): Partial<Record<string, string>> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = valueOf(node, key)
      const text = textOf(value)
      return value === undefined || text === undefined ? [] : [[key, read(key, text, value.span)]]
    }),
  )
}

function buildPrepare(node: LocatedNode | undefined, building: Building): readonly ComponentNode[] {
  if (node === undefined) return []
  const items = node.kind === 'list' ? node.items : [node]
  const uses = new Map<string, number>()
  return items.flatMap((item) => {
    const written = readComponent(item)
    if (written === undefined) return []
    const use = (uses.get(written.kind) ?? 0) + 1
    uses.set(written.kind, use)
    const path = `prepare.${written.kind}${use === 1 ? '' : `#${use}`}`
    return buildComponent(written, { building, environment: outermost, role: 'prepare', path }) ?? []
  })
}

function windowsOf(node: LocatedNode | undefined): Pick<DataNode, 'windows'> {
  const length = numberOf(valueOf(node, 'length'))
  if (length === undefined) return {}
  const [stride, blocks] = [numberOf(valueOf(node, 'stride')), numberOf(valueOf(node, 'blocks'))]
  return {
    windows: {
      length,
      ...(stride === undefined ? {} : { stride }),
      ...(blocks === undefined ? {} : { blocks }),
    },
  }
}

function poolsOf(node: LocatedNode | undefined): Pick<DataNode, 'pools'> {
  if (node === undefined) return {}
  const [tune, evaluate] = [numberOf(valueOf(node, 'tune')), numberOf(valueOf(node, 'evaluate'))]
  const by = textOf(valueOf(node, 'by')) ?? 'random'
  return {
    pools: {
      tune: tune ?? 1 - (evaluate ?? 0.5),
      evaluate: evaluate ?? 1 - (tune ?? 0.5),
      by: by === 'stratified' || by === 'group' || by === 'time' ? by : 'random',
      span: node.span,
    },
  }
}

const numberOf = (node: LocatedNode | undefined): number | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined
