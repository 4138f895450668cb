import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { openBoundedLog } from '../../../runtime/processes/bounded-log.js'

const folder = mkdtempSync(join(tmpdir(), 'espalier-log-'))

function logged(limit: number, chunks: Iterable<string>, name: string): { text: string; tail: string } {
  const file = join(folder, name)
  const log = openBoundedLog(file, limit)
  for (const chunk of chunks) log.write(Buffer.from(chunk))
  const tail = log.tail()
  log.close()
  return { text: readFileSync(file, 'utf8'), tail }
}

function* numbered(from: number, to: number): Generator<string> {
  for (let number = from; number < to; number += 1) yield `line ${number}\n`
}

describe('a bounded log', () => {
  test.each([0, 1, 50, 99, 100, 101])('holds every byte of %s within its limit of 101', (size) => {
    const text = 'abcdefghij'.repeat(11).slice(0, size)
    expect(logged(102, [text], 'one').text).toBe(text)
    expect(logged(102, text, 'each').text).toBe(text)
  })

  test('keeps the beginning and the end of a flood, says how much is missing, and never outgrows its limit', () => {
    const limit = 20_000
    const { text, tail } = logged(limit, numbered(0, 300_000), 'flood')
    const bytes = [...numbered(0, 300_000)].reduce((total, line) => total + line.length, 0)
    expect(text.startsWith('line 0\nline 1\n')).toBe(true)
    expect(text.endsWith('line 299998\nline 299999\n')).toBe(true)
    const [notice = '', missing] = /\n\[… (\d+) bytes left out …\]\n/.exec(text) ?? []
    expect(Number(missing)).toBe(bytes - (text.length - notice.length))
    expect(statSync(join(folder, 'flood')).size).toBeLessThanOrEqual(limit + Buffer.byteLength(notice))
    expect(tail).toHaveLength(4096)
    expect(text.endsWith(tail)).toBe(true)
  })

  test('lets go of what it will not write again', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const log = openBoundedLog(join(folder, 'memory'), 2 ** 16)
    const passed = Array.from({ length: 500 }, () => {
      const chunk = Buffer.alloc(2 ** 16, 'y')
      log.write(chunk)
      return new WeakRef(chunk)
    })
    await new Promise((resume) => setTimeout(resume))
    collect()
    const living = passed.filter((chunk) => chunk.deref() !== undefined).length
    log.close()
    expect(living).toBeLessThanOrEqual(2)
    expect(living).toBeGreaterThan(0)
  })
})
