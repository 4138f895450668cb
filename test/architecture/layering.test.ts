import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { breaches } from '../support/layering.mjs'

describe('layering', () => {
  test('no import of the sources runs uphill, sideways or in a circle', () => {
    expect(breaches(join(import.meta.dirname, '../..'))).toEqual([])
  })

  test('an upward arrow, a sideways arrow, a misplaced package and a cycle are each found', () => {
    const root = project({
      'schemas/a.ts': "import '../runtime/support/b.js'",
      'runtime/support/b.ts': '',
      'runtime/tensor/c.ts': "import type { X } from '../space/d.js'",
      'runtime/space/d.ts': "import { parse } from 'yaml'",
      'compiler/source/e.ts': "import './f.js'",
      'compiler/source/f.ts': "import './e.js'",
      'compiler/emit/g.ts': "import '../../runtime/space/d.js'",
    })
    expect(breaches(root)).toEqual([
      'schemas/a.ts imports runtime/support/b.ts: level 1 is above level 0',
      'runtime/tensor/c.ts imports runtime/space/d.ts: folders of level 2 do not see each other',
      'compiler/emit/g.ts imports runtime/space/d.ts: the compiler sees only schemas and the catalogue',
      'runtime/space/d.ts imports the package yaml, which belongs to compiler/source',
      'cycle: compiler/source/e.ts -> compiler/source/f.ts -> compiler/source/e.ts',
    ])
  })
})

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'espalier-layering-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}
