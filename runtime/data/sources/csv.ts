// CSV, TSV and their like: a header row, RFC 4180 quoting, a delimiter found in the header. Types are decided later.
import { CsvError, parse } from 'csv-parse/sync'
import { DataError } from '../data-error.js'
import type { RawTable } from '../raw-table.js'

/** Cells that mean "nothing here", besides the empty cell. */
const missingMarks = new Set(['', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', '?'])

/**
 * Reads delimited text. Delimiter: the most frequent of `,` `;` tab and `|` in the header.
 * @throws DataError empty-file, missing-header, duplicate-column, ragged-row, malformed-csv
 */
export function readCsv(text: string, source: string): RawTable {
  const records = recordsOf(text, source)
  const header = records[0]
  if (header === undefined) {
    throw new DataError(
      'empty-file',
      'file',
      `'${source}' is empty; a header row and data rows were expected`,
    )
  }
  checkHeader(header.cells, source)
  const body = records.slice(1)
  checkWidths(header.cells, body, source)
  return {
    rows: body.length,
    lines: body.map((record) => record.line),
    columns: header.cells.map((name, index) => ({
      kind: 'text',
      name: name.trim(),
      numeric: 'detect',
      cells: body.map((record) => cellOf(record.cells[index])),
    })),
  }
}

interface Record {
  readonly cells: readonly string[]
  readonly line: number
}

function recordsOf(text: string, source: string): readonly Record[] {
  const records: Record[] = []
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        // csv-parse reports the line on which a record ends; quoted line breaks come off to give its first.
        const breaks = cells.reduce(
          (count, cell) => count + (cell.includes('\n') ? cell.split('\n').length - 1 : 0),
          0,
        )
        records.push({ cells, line: lines - breaks })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? `:${error['lines']}` : ''
    throw new DataError(
      'malformed-csv',
      'file',
      `${source}${line}: the quoting cannot be read (${error.code.toLowerCase().replaceAll('_', ' ')})`,
      'close each opening quote, and double a quote inside a quoted cell',
      error,
    )
  }
  return records
}

function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/)
  const header = end < 0 ? text : text.slice(0, end)
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: header.split(mark).length - 1 }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best), { mark: ',', count: 0 }).mark
}

function checkHeader(names: readonly string[], source: string): void {
  if (names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)))) {
    throw new DataError(
      'missing-header',
      'file',
      `the first line of '${source}' holds only numbers; a header row with column names was expected`,
      'add a first line that names the columns',
    )
  }
  const seen = new Set<string>()
  for (const [index, written] of names.entries()) {
    const name = written.trim()
    if (name === '') {
      throw new DataError(
        'unnamed-column',
        'file',
        `column ${index + 1} of '${source}' has no name; every column needs one`,
        'name it in the header row, or remove the column',
      )
    }
    if (seen.has(name)) {
      throw new DataError(
        'duplicate-column',
        'file',
        `'${source}' has two columns called '${name}'; names must be unique`,
        'rename one of them in the header row',
      )
    }
    seen.add(name)
  }
}

function checkWidths(header: readonly string[], body: readonly Record[], source: string): void {
  const ragged = body.filter((record) => record.cells.length !== header.length)
  const first = ragged[0]
  if (first === undefined) return
  const more = ragged.length > 1 ? ` (and ${ragged.length - 1} more rows)` : ''
  throw new DataError(
    'ragged-row',
    'file',
    `${source}:${first.line}: the row has ${first.cells.length} cells, the header ${header.length}${more}`,
    'quote cells that hold the delimiter, and write an empty cell for a missing value',
  )
}

function cellOf(written: string | undefined): string | undefined {
  const cell = (written ?? '').trim()
  return missingMarks.has(cell) ? undefined : cell
}
