import { describe, expect, test } from '@jest/globals'
import { createLines } from '../../../runtime/processes/lines.js'

function linesOf(...chunks: readonly Buffer[]): readonly string[] {
  const heard: string[] = []
  const lines = createLines((text) => heard.push(text))
  for (const chunk of chunks) lines.add(chunk)
  lines.end()
  return heard
}

describe('lines of a stream', () => {
  const text = 'über\nzwei\r\n\n€🙂 drei'

  test.each([1, 2, 3, 5, 100])('are whole wherever its chunks of %s bytes begin and end', (size) => {
    const bytes = Buffer.from(text)
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    )
    expect(linesOf(...chunks)).toEqual(['über', 'zwei', '€🙂 drei'])
  })

  test('are dropped when too long, and reading goes on after them', () => {
    const flood = Array.from({ length: 40 }, () => Buffer.alloc(2 ** 16, 'x'))
    expect(linesOf(Buffer.from('a\n'), ...flood, Buffer.from('tail\nb\nc'))).toEqual(['a', 'b', 'c'])
    expect(linesOf(...flood)).toEqual([])
  })
})
