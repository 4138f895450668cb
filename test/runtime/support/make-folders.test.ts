import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { makeFolders } from '../../../runtime/support/make-folders.js'

let place = ''
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'espalier-folders-'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

describe('makeFolders', () => {
  test('makes what is missing and names the topmost folder that it made', () => {
    mkdirSync(join(place, 'a'))
    expect(makeFolders(join(place, 'a', 'b', 'c', 'd'))).toBe(join(place, 'a', 'b'))
    expect(existsSync(join(place, 'a', 'b', 'c', 'd'))).toBe(true)
    expect(makeFolders(join(place, 'a', 'b', 'c', 'd'))).toBeUndefined()
    expect(makeFolders(join(place, 'a', 'b', 'e'))).toBe(join(place, 'a', 'b', 'e'))
  })

  test('refuses where a file stands in the way', () => {
    writeFileSync(join(place, 'file'), '')
    expect(() => makeFolders(join(place, 'file', 'below'))).toThrow(/ENOTDIR/)
  })

  const under = process.platform === 'linux' ? test : test.skip
  under('comes to an end where no folder can be made', () => {
    expect(() => makeFolders('/proc/nowhere/at/all')).toThrow(/ENOENT/)
  })
})
