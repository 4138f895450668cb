import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { contentOf, espalier, knownArms, tableProject } from '../../support/command-line.js'

const project = tableProject(`${knownArms}claims: [deep better than shallow on accuracy]\n`)
const { folder } = project
afterAll(() => project.remove())

beforeAll(async () => {
  const { exit } = await espalier(folder, 'run', 'spec.yaml', '--out', 'runs/a')
  expect(exit).toBe(0)
  await espalier(folder, 'run', 'spec.yaml', '--out', 'runs/b', '--seed', '2')
})

/** A copy of the finished run, damaged. */
function damagedCopy(name: string, damage: (directory: string) => void): string {
  const directory = join(folder, name)
  rmSync(directory, { recursive: true, force: true })
  cpSync(join(folder, 'runs/a'), directory, { recursive: true })
  damage(directory)
  return name
}

const overwrite =
  (file: string, change: (text: string) => string) =>
  (directory: string): void =>
    writeFileSync(join(directory, file), change(readFileSync(join(directory, file), 'utf8')))

describe('espalier show', () => {
  test('prints what the run printed', async () => {
    const { exit, out } = await espalier(folder, 'show', 'runs/a')
    expect(exit).toBe(0)
    expect(out).toContain('deep better than shallow on accuracy: supported')
  })

  test('gives the result as JSON', async () => {
    const { out } = await espalier(folder, 'show', 'runs/a', '--json')
    expect(JSON.parse(out)).toMatchObject({ name: 'looked-up', status: 'finished' })
  })

  test('tells the state of a run without a result', async () => {
    const name = damagedCopy('unfinished', (directory) => rmSync(join(directory, 'result.json')))
    const { exit, out } = await espalier(folder, 'show', name)
    expect([exit, out]).toEqual([0, 'looked-up: finished\n  12 trainings done, 12 units evaluated\n'])
  })

  test.each([
    ['nowhere', 2, 'error no-such-run'],
    ['.', 2, 'error no-such-run'],
  ])('refuses %s', async (word, code, message) => {
    const { exit, err } = await espalier(folder, 'show', word)
    expect(exit).toBe(code)
    expect(err).toContain(message)
  })

  test.each([
    ['result.json', '{"cut', 'error damaged-result'],
    ['result.json', '[]', 'error damaged-result'],
  ])('says that %s with %j is damaged', async (file, text, message) => {
    const name = damagedCopy(
      'damaged',
      overwrite(file, () => text),
    )
    const { exit, err } = await espalier(folder, 'show', name)
    expect(exit).toBe(3)
    expect(err).toContain(message)
  })

  test.each([
    ['noise', (): string => 'no database at all, and long enough to be one'.repeat(200)],
    ['a cut file', (text: string): string => text.slice(0, 5000)],
    ['an empty file', (): string => ''],
  ])('says that a journal of %s cannot be used', async (_, change) => {
    const name = damagedCopy('damaged', (directory) => {
      rmSync(join(directory, 'result.json'))
      const file = join(directory, 'run.sqlite')
      writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1')
    })
    for (const command of ['show', 'resume']) {
      const { exit, err } = await espalier(folder, command, name)
      if (command === 'resume' && exit === 0) continue
      expect(exit).toBe(3)
      expect(err).toMatch(/error (corrupt|unusable)-journal/)
      expect(err).not.toMatch(/^\s+at /m)
    }
  })
})

describe('espalier ls', () => {
  test('lists runs with their claims', async () => {
    const { exit, out } = await espalier(folder, 'ls')
    expect(exit).toBe(0)
    expect(out).toMatch(/runs\/a\s+finished\s+0\s+1 supported\nruns\/b\s+finished/)
  })

  test('lists a run that cannot be read, and the others beside it', async () => {
    damagedCopy('runs/c', (directory) => writeFileSync(join(directory, 'run.sqlite'), 'x'.repeat(9999)))
    const { exit, out } = await espalier(folder, 'ls')
    rmSync(join(folder, 'runs/c'), { recursive: true })
    expect(exit).toBe(0)
    expect(out).toMatch(/runs\/a\s+finished/)
    expect(out).toMatch(/runs\/c\s+unreadable/)
  })

  test('gives JSON, and says where there is nothing', async () => {
    expect(JSON.parse((await espalier(folder, 'ls', '--json')).out)).toHaveLength(2)
    const { exit, out, err } = await espalier(folder, 'ls', 'nowhere')
    expect([exit, out, err]).toEqual([0, '', 'no runs in nowhere\n'])
  })
})

describe('espalier compare', () => {
  test('puts runs side by side', async () => {
    const { exit, out } = await espalier(folder, 'compare', 'runs/a', 'runs/b')
    expect(exit).toBe(0)
    expect(out).toContain('deep, accuracy')
    expect(JSON.parse((await espalier(folder, 'compare', 'runs/a', 'runs/b', '--json')).out)).toHaveProperty(
      'tables',
    )
  })

  test('wants two runs that are finished', async () => {
    expect((await espalier(folder, 'compare', 'runs/a')).err).toContain('error too-few-runs')
    expect((await espalier(folder, 'compare', 'runs/a', 'nowhere')).exit).toBe(2)
    const name = damagedCopy('unfinished', (directory) => rmSync(join(directory, 'result.json')))
    const { exit, err } = await espalier(folder, 'compare', 'runs/a', name)
    expect(exit).toBe(2)
    expect(err).toContain('go on with: espalier resume unfinished')
  })
})

describe('espalier export', () => {
  test.each([
    ['csv', /^arm,task,replicate,fold,phase,trial,seed,fidelity,metric,value,end\r?\n/],
    ['json', /^\{\n/],
    ['markdown', /^# looked-up\n/],
  ])('writes %s to stdout or to a file', async (kind, expected) => {
    const { exit, out } = await espalier(folder, 'export', 'runs/a', kind)
    expect(exit).toBe(0)
    expect(out).toMatch(expected)
    expect(await espalier(folder, 'export', 'runs/a', kind, '-o', `out/${kind}.txt`)).toMatchObject({
      exit: 0,
      out: '',
    })
    expect(readFileSync(join(folder, `out/${kind}.txt`), 'utf8')).toBe(out)
  })

  test.each([
    [['pdf'], "'pdf' cannot be exported, expected one of csv, json, markdown, latex, model"],
    [['model'], 'expected --arm with one of shallow, deep'],
    [['model', '--arm', 'other'], "there is no arm 'other'"],
    [['model', '--arm', 'deep', '-o', 'm.onnx'], "deployed no model of arm 'deep'"],
    [['csv', '-o', 'runs'], 'is a folder'],
    [['constructor'], "'constructor' cannot be exported"],
  ])('refuses %j and leaves nothing behind', async (words, message) => {
    const before = contentOf(folder)
    const { exit, err } = await espalier(folder, 'export', 'runs/a', ...words)
    expect(exit).toBe(2)
    expect(err).toContain(message)
    expect(contentOf(folder)).toEqual(before)
  })
})

describe('espalier report', () => {
  test('writes the page again', async () => {
    const name = damagedCopy('again', (directory) => rmSync(join(directory, 'report.html')))
    expect(await espalier(folder, 'report', name)).toMatchObject({ exit: 0, out: 'again/report.html\n' })
    expect(readFileSync(join(folder, 'again/report.html'))).toEqual(
      readFileSync(join(folder, 'runs/a/report.html')),
    )
  })
})

describe('espalier verify', () => {
  test('finds a good run good', async () => {
    const { exit, out } = await espalier(folder, 'verify', 'runs/a')
    expect(exit).toBe(0)
    expect(out.split('\n').filter((line) => line !== '' && !line.startsWith('ok '))).toEqual([])
    expect(out).toContain('plan.ts is unchanged')
  })

  test.each([
    ['a mean', /"mean": 0\.9/, '"mean": 0.95', 'the summary of arm'],
    ['a measurement', /"value":0\.9/, '"value":0.95', 'measurements are those of the journal'],
    ['an outcome', /"outcome": "supported"/, '"outcome": "refuted"', 'claims follow from the measurements'],
    ['the seed', /"seed": 1,/, '"seed": 3,', 'the digest is that of the content'],
  ])('finds %s in result.json that was changed', async (_, was, now, check) => {
    const name = damagedCopy(
      'tampered',
      overwrite('result.json', (text) => text.replace(was, now)),
    )
    const { exit, out } = await espalier(folder, 'verify', name)
    expect(exit).toBe(3)
    expect(out).toMatch(new RegExp(`^FAILED {2}${check}`, 'm'))
    const found = JSON.parse((await espalier(folder, 'verify', name, '--json')).out) as { holds: boolean }[]
    expect(found.some(({ holds }) => !holds)).toBe(true)
  })

  test('finds a changed record in the journal', async () => {
    const { default: Database } = await import('libsql')
    const name = damagedCopy('tampered', (directory) => {
      const database = new Database(join(directory, 'run.sqlite'))
      const triggers = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all() as {
        name: string
      }[]
      for (const { name: trigger } of triggers) database.exec(`DROP TRIGGER "${trigger}"`)
      database.exec(`UPDATE records SET body = replace(body, '0.9', '0.95') WHERE kind = 'segment-finished'`)
      database.close()
    })
    const { exit, out } = await espalier(folder, 'verify', name)
    expect(exit).toBe(3)
    expect(out).toMatch(/^FAILED {2}measurements are those of the journal/m)
  })

  test('does not execute a plan that was edited', async () => {
    const marker = join(folder, 'executed')
    const name = damagedCopy(
      'tampered',
      overwrite(
        'plan.ts',
        (text) =>
          `${text}\nimport { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(marker)}, '')\n`,
      ),
    )
    const { exit, out } = await espalier(folder, 'verify', name)
    expect([exit, out]).toEqual([3, 'FAILED  plan.ts is unchanged: it was edited\n'])
    expect(contentOf(folder)).not.toContain('executed')
  })
})
