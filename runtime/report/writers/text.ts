// Plain text for terminals: the final table, a sentence a claim, the digest.
import type { Result } from '../../../schemas/result.js'
import { claimSentence } from '../claim-sentence.js'
import { addedSentence, countsSentence } from '../counts.js'
import { finalTable } from '../final-table.js'
import { waiversOf } from '../guarantees-table.js'
import type { Table } from '../table.js'

/** How a terminal marks texts; plain output passes them through. */
export interface TextStyle {
  readonly heading: (text: string) => string
  readonly outcome: (text: string, outcome: 'supported' | 'refuted' | 'undecided') => string
  readonly faint: (text: string) => string
}

/** No colours. */
export const plainStyle: TextStyle = {
  heading: (text) => text,
  outcome: (text) => text,
  faint: (text) => text,
}

/** What a run prints at its end; the digest is its last line. */
export function writeText(result: Result, style: TextStyle = plainStyle): string {
  const claims = result.claims.map((claim) =>
    claimSentence(claim).replace(`: ${claim.outcome}`, `: ${style.outcome(claim.outcome, claim.outcome)}`),
  )
  const blocks = [
    [...waiversOf(result), addedSentence(result)].flatMap((text) =>
      text === undefined ? [] : [`warning: ${text}`],
    ),
    tableLines(finalTable(result), style),
    claims,
    [style.faint(countsSentence(result))],
    [`result ${result.result_digest}`],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** A table in columns: header, then rows, two spaces between columns. */
export function tableLines({ columns, rows }: Table, style: TextStyle = plainStyle): readonly string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(lengthOf(title), ...rows.map((row) => lengthOf(row[index] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(cell)))
        return columns[index]?.align === 'right' ? padding + cell : cell + padding
      })
      .join('  ')
      .trimEnd()
  return [style.heading(line(columns.map(({ title }) => title))), ...rows.map(line)]
}

/** Length in characters, not in UTF-16 units. */
const lengthOf = (text: string): number => [...text].length
