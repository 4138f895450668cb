// Formats of data files, told apart by their extension.
import { extname } from 'node:path'

/** Extensions that are read; each may be followed by `.gz`. */
export const dataFormats = ['.csv', '.tsv', '.jsonl', '.ndjson', '.npy', '.idx', '.parquet', '.txt'] as const
export type DataFormat = (typeof dataFormats)[number]

/** The format of a file by its name; `-ubyte` is how the MNIST files end. */
export function dataFormatOf(path: string): DataFormat | undefined {
  const plain = path.toLowerCase().replace(/\.gz$/, '')
  if (plain.endsWith('-ubyte')) return '.idx'
  return dataFormats.find((format) => format === extname(plain))
}

/** Whether a text names a file of a supported format, rather than a column. */
export const namesDataFile = (text: string): boolean => dataFormatOf(text) !== undefined
