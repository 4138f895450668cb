// Codes of row contents: two rows have one code exactly if all their entries are equal. Hashes find candidates, comparison decides.

// Bound once: looking a global up for each entry is slow inside a sandbox (jest's, for one).
const { imul } = Math

/** A stretch of each row: `width` 32-bit words. */
export interface RowWords {
  readonly words: Int32Array
  readonly width: number
}

/** Codes 0, 1, … in order of first appearance. */
export function contentCodes(rows: number, parts: readonly RowWords[]): Int32Array {
  const codes = new Int32Array(rows)
  const firsts = new Map<number, number[]>()
  let next = 0
  for (let row = 0; row < rows; row += 1) {
    const key = hashOf(row, parts)
    const candidates = firsts.get(key)
    const twin = candidates?.find((first) => equalRows(first, row, parts))
    if (twin !== undefined) {
      codes[row] = codes[twin] ?? 0
      continue
    }
    if (candidates === undefined) firsts.set(key, [row])
    else candidates.push(row)
    codes[row] = next
    next += 1
  }
  return codes
}

/** FNV-1a over words instead of bytes; good enough to find candidates. */
function hashOf(row: number, parts: readonly RowWords[]): number {
  let hash = 0x811c9dc5
  for (const { words, width } of parts) {
    for (let index = row * width; index < (row + 1) * width; index += 1) {
      hash = imul(hash ^ (words[index] ?? 0), 0x01000193)
      hash ^= hash >>> 15
    }
  }
  return hash
}

function equalRows(a: number, b: number, parts: readonly RowWords[]): boolean {
  for (const { words, width } of parts) {
    for (let index = 0; index < width; index += 1) {
      if (words[a * width + index] !== words[b * width + index]) return false
    }
  }
  return true
}

/** The bits of a typed array, `width` words a row. */
export const wordsOf = (values: Float32Array | Float64Array | Int32Array, width: number): RowWords => ({
  words: new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4),
  width: (width * values.BYTES_PER_ELEMENT) / 4,
})
