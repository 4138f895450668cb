// Where the graphs of a run ran, where that was not the cpu alone: how many nodes the device's provider took, and which it left to
// the host. Says nothing of runs on the cpu.
import type { Json, JsonObject } from '../../schemas/json.js'
import type { Result } from '../../schemas/result.js'
import { plural } from './numbers.js'
import type { Table } from './table.js'

/** One row for graphs of one kind that left the same nodes to the host. */
export function placementTable(result: Result): Table {
  const left = ['graph', 'device'].map((title) => ({ title, align: 'left' as const }))
  const right = ['graphs', 'nodes', 'on the device', 'copies a run'].map((title) => ({
    title,
    align: 'right' as const,
  }))
  return {
    title: 'Where the graphs ran',
    caption:
      'Nodes of all graphs of a row, those inside of the training loop counted once. What the device has no kernel for runs on the host.',
    columns: [...left, ...right, { title: 'on the host', align: 'left' }],
    rows: rowsOf(result).map((row) => [
      text(row['graph']),
      text(row['device']),
      ...['graphs', 'nodes', 'on_device', 'copies'].map((name) => text(row[name])),
      hostOf(row),
    ]),
  }
}

/** A sentence for each row of the table: what a run says in the end. */
export const placementSentences = (result: Result): readonly string[] =>
  rowsOf(result).map((row) => {
    const graphs = plural(Number(row['graphs']), `${text(row['graph'])} graph`)
    const share = `${text(row['on_device'])} of ${text(row['nodes'])} nodes on ${text(row['device'])}`
    const host = hostOf(row)
    return `${graphs}: ${share}${host === '' ? '' : `; on the host: ${host}`}`
  })

function rowsOf({ measured }: Result): readonly JsonObject[] {
  const rows: Json = measured['placements'] ?? []
  return Array.isArray(rows) ? rows.filter(isObject) : []
}

const hostOf = ({ host }: JsonObject): string => (Array.isArray(host) ? host.map(text).join(', ') : '')

const text = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
