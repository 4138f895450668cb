// Text as windows: so many symbols in a row, and the one that comes next as the target.
import { DataError } from '../data-error.js'
import type { RawTable } from '../raw-table.js'

/** How windows are cut. */
export interface TextWindows {
  /** Symbols in a window. */
  readonly length: number
  /** Symbols from the start of a window to that of the next; absent: 1. */
  readonly stride?: number
  /** Equal stretches of the text; a window and its target lie within one. Absent: 100. */
  readonly blocks?: number
}

/** Parts of a hundredth: what is left of a text after shares in percent are then whole blocks. */
const standardBlocks = 100

/**
 * Columns `window` [length], codes of symbols (Unicode code points, sorted by UTF-16 unit), `target`, the symbol after the window, and `block`, the number of
 * the stretch. Windows of different blocks share no symbol, so that parts cut between blocks are disjoint whatever the stride.
 * @throws DataError short-text
 */
export function readText(text: string, windows: TextWindows, source: string): RawTable {
  const { length, stride = 1, blocks = standardBlocks } = windows
  const written = Array.from(text)
  const symbols = [...new Set(written)].sort((a, b) => (a < b ? -1 : 1))
  const codes = new Map(symbols.map((symbol, code) => [symbol, code]))
  const starts = startsOf(written.length, { length, stride, blocks })
  if (starts.length === 0) throw tooShort(written.length, { length, blocks }, source)
  const values = new Float32Array(starts.length * length)
  starts.forEach(({ at }, row) => {
    for (let place = 0; place < length; place += 1)
      values[row * length + place] = codes.get(written[at + place] ?? '') ?? 0
  })
  return {
    rows: starts.length,
    columns: [
      { kind: 'numbers', name: 'window', shape: [length], values, integer: true, symbols },
      { kind: 'text', name: 'target', cells: starts.map(({ at }) => written[at + length]), numeric: 'never' },
      {
        kind: 'numbers',
        name: blockColumn,
        shape: [],
        values: Float64Array.from(starts, ({ block }) => block),
        integer: true,
      },
    ],
  }
}

/** The column that orders windows in time. */
export const blockColumn = 'block'

/** Where windows start, and in which block: symbols ⌊b·n/blocks⌋ … ⌊(b + 1)·n/blocks⌋ − 1 are block b. */
function startsOf(
  symbols: number,
  { length, stride, blocks }: Required<TextWindows>,
): readonly { readonly at: number; readonly block: number }[] {
  return Array.from({ length: blocks }, (_, block) => {
    const from = Math.floor((block * symbols) / blocks)
    const end = Math.floor(((block + 1) * symbols) / blocks)
    const count = Math.max(0, Math.ceil((end - from - length) / stride))
    return Array.from({ length: count }, (__, window) => ({ at: from + window * stride, block }))
  }).flat()
}

function tooShort(
  symbols: number,
  { length, blocks }: Omit<Required<TextWindows>, 'stride'>,
  source: string,
): DataError {
  return new DataError(
    'short-text',
    'windows',
    `'${source}' has ${symbols} symbols in ${blocks} blocks; a window of ${length} and its target need ${length + 1} in a block`,
    'shorten `length`, or lower `blocks`',
  )
}
