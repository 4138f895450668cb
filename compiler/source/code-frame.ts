// The line of a finding with carets below: tabs as spaces, wide characters two columns, long lines cut around the place,
// nothing that a terminal would obey.
import type { Span } from '../../schemas/diagnostic.js'
import { lineText, type SourceFile } from './source-file.js'

/** Columns of source shown at most. */
const WIDTH = 100

/** Two lines, indented by two: the source line with its number, and the carets below it. */
export function codeFrame(file: SourceFile, span: Span): string {
  const text = lineText(file, span.start.line)
  const from = span.start.column - 1
  const to = span.end.line === span.start.line ? span.end.column - 1 : text.length
  const cells = toCells(text)
  const left = columnsBefore(cells, from)
  const right = Math.max(columnsBefore(cells, Math.max(to, from)), left + 1)
  const view = window(cells, left)
  const number = String(span.start.line)
  const carets = '^'.repeat(Math.max(1, Math.min(right, view.end) - left))
  const source = `  ${number} | ${view.text}`.trimEnd()
  return `${source}\n  ${' '.repeat(number.length)} | ${' '.repeat(left - view.shift)}${carets}`
}

interface Cell {
  readonly shown: string
  readonly columns: number
  /** UTF-16 units that it stands for. */
  readonly units: number
}

function toCells(text: string): Cell[] {
  return Array.from(text, (character) => {
    if (character === '\t') return { shown: '  ', columns: 2, units: 1 }
    const point = character.codePointAt(0) ?? 0
    if (isControl(point)) return { shown: '·', columns: 1, units: character.length }
    if (isCombining(character)) return { shown: character, columns: 0, units: character.length }
    return { shown: character, columns: isWide(point) ? 2 : 1, units: character.length }
  })
}

function columnsBefore(cells: readonly Cell[], units: number): number {
  let seen = 0
  let columns = 0
  for (const cell of cells) {
    if (seen >= units) break
    seen += cell.units
    columns += cell.columns
  }
  return columns
}

/** The part of a long line around column `left`; `shift` is the columns that fell away, less the mark put in their place. */
function window(cells: readonly Cell[], left: number): { text: string; shift: number; end: number } {
  const total = cells.reduce((sum, cell) => sum + cell.columns, 0)
  if (total <= WIDTH)
    return { text: cells.map((cell) => cell.shown).join(''), shift: 0, end: Math.max(total, left + 1) }
  const start = Math.max(0, Math.min(left - WIDTH / 2, total - WIDTH))
  let column = 0
  let first = -1
  let text = ''
  for (const cell of cells) {
    if (column >= start && column < start + WIDTH) {
      if (first < 0) first = column
      text += cell.shown
    }
    column += cell.columns
  }
  const cutLeft = start > 0
  const cutRight = start + WIDTH < total
  return {
    text: `${cutLeft ? '…' : ''}${text}${cutRight ? '…' : ''}`,
    shift: Math.max(0, first) - (cutLeft ? 1 : 0),
    end: Math.min(total, start + WIDTH),
  }
}

/** Controls, and marks that reorder or hide text in a terminal. */
const isControl = (point: number): boolean =>
  point < 0x20 ||
  (point >= 0x7f && point < 0xa0) ||
  (point >= 0x200b && point <= 0x200f) ||
  (point >= 0x2028 && point <= 0x202e) ||
  (point >= 0x2066 && point <= 0x2069) ||
  point === 0xfeff

const isCombining = (character: string): boolean => /^\p{M}$/u.test(character)

/** East Asian wide forms and pictographs, by block: the ranges that terminals draw two columns wide. */
const isWide = (point: number): boolean =>
  (point >= 0x1100 && point <= 0x115f) ||
  (point >= 0x2e80 && point <= 0xa4cf) ||
  (point >= 0xac00 && point <= 0xd7a3) ||
  (point >= 0xf900 && point <= 0xfaff) ||
  (point >= 0xfe30 && point <= 0xfe6f) ||
  (point >= 0xff00 && point <= 0xff60) ||
  (point >= 0xffe0 && point <= 0xffe6) ||
  (point >= 0x1f300 && point <= 0x1faff) ||
  (point >= 0x20000 && point <= 0x3fffd)
