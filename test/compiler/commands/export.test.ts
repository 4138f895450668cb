// What leaves a run: tidy rows in three formats that hold the same, and a bundle that tells nobody whose it was.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { findIdentity, hideIdentities } from '../../../compiler/commands/identities.js'
import { exportKinds } from '../../../compiler/commands/export-kinds.js'
import { tarGz } from '../../../runtime/support/tar.js'
import { espalier, knownArms, projectWith, tableProject } from '../../support/command-line.js'

const project = tableProject(`${knownArms}claims: [deep better than shallow on accuracy]\n`)
const { folder } = project
const unpacked = projectWith({})
afterAll(() => {
  project.remove()
  unpacked.remove()
})

type Row = Readonly<Record<string, string | number | bigint | null>>

/** Cells as the CSV writes them. */
const asText = (row: Row): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === null ? '' : String(cell)]))

const read = (file: string): Buffer => readFileSync(join(folder, file))

beforeAll(async () => {
  expect((await espalier(folder, 'run', 'spec.yaml', '--out', 'runs/a')).exit).toBe(0)
  for (const kind of ['csv', 'rows', 'parquet', 'bundle']) {
    expect((await espalier(folder, 'export', 'runs/a', kind, '-o', `out/${kind}`)).exit).toBe(0)
  }
})

describe('rows', () => {
  test('are the same in CSV, JSON and Parquet', async () => {
    const csv = parse<Readonly<Record<string, string>>>(read('out/csv'), { columns: true })
    expect(csv).toHaveLength(12)
    expect((JSON.parse(read('out/rows').toString()) as readonly Row[]).map(asText)).toEqual(csv)
    const bytes = new Uint8Array(read('out/parquet'))
    const rows = (await parquetReadObjects({ file: bytes.buffer })) as readonly Row[]
    expect(rows.map(asText)).toEqual(csv)
    expect(rows[0]).toMatchObject({ arm: 'shallow', replicate: 0n, value: 0.7, trial: null })
  })

  test('that are not text need a file', async () => {
    for (const kind of ['parquet', 'bundle']) {
      const { exit, err } = await espalier(folder, 'export', 'runs/a', kind)
      expect([exit, err.split('\n')[0]]).toEqual([
        2,
        `error no-output: '${kind}' is no text and needs a file to be written to`,
      ])
    }
  })

  test('every kind is completed and helped with', async () => {
    const { out } = await espalier(folder, 'export', '--help')
    for (const kind of Object.keys(exportKinds)) expect(out).toContain(kind)
  })
})

describe('an anonymous bundle', () => {
  test('holds what others need, and neither names, paths nor times', () => {
    // `tar` is the other implementation of the format.
    const done = spawnSync('tar', ['-xzf', join(folder, 'out/bundle'), '-C', unpacked.folder])
    expect([done.status, done.stderr.toString()]).toEqual([0, ''])
    const inside = join(unpacked.folder, 'looked-up')
    const names = readdirSync(inside).sort()
    expect(names).toEqual([
      'README.txt',
      'lock.json',
      'measurements.csv',
      'plan.ts',
      'report.html',
      'result.json',
      'specification.yaml',
    ])
    const secrets = [hostname(), userInfo().username, homedir(), folder].filter((text) => text !== 'root')
    for (const name of names) {
      const text = readFileSync(join(inside, name), 'utf8')
      for (const secret of secrets) expect([name, text.includes(secret) ? secret : '']).toEqual([name, ''])
    }
    const result = JSON.parse(readFileSync(join(inside, 'result.json'), 'utf8')) as object
    expect(result).toMatchObject({ timings: {}, measured: {} })
    expect(read('out/csv')).toEqual(readFileSync(join(inside, 'measurements.csv')))
    const listed = spawnSync('tar', ['-tvzf', join(folder, 'out/bundle'), '--utc']).stdout.toString()
    for (const line of listed.trim().split('\n')) expect(line).toMatch(/^-rw-r--r-- 0\/0 .* 1970-01-01 00:00/)
  })

  test('is the same for the same run, and repeats to the same digest', async () => {
    await espalier(folder, 'export', 'runs/a', 'bundle', '-o', 'out/again')
    expect(read('out/again')).toEqual(read('out/bundle'))
    const inside = join(unpacked.folder, 'looked-up')
    writeFileSync(join(inside, 'recorded.csv'), read('recorded.csv'))
    writeFileSync(join(inside, 'package.json'), '{}')
    const { exit, out } = await espalier(inside, 'run', 'plan.ts', '--json')
    const { result_digest } = JSON.parse(read('runs/a/result.json').toString()) as { result_digest: string }
    expect([exit, JSON.parse(out)]).toMatchObject([0, { result_digest }])
  })

  test('is refused where the specification names its author', async () => {
    const named = projectWith({
      'recorded.csv': read('recorded.csv').toString(),
      'spec.yaml': `# kept in ${folder}\n${read('spec.yaml').toString()}`,
    })
    // The run is moved beside nothing of its project: only the comment tells the other folder.
    await espalier(named.folder, 'run', 'spec.yaml', '--out', 'a')
    writeFileSync(join(named.folder, 'a/root.txt'), `${named.folder}\n`)
    const spec = readFileSync(join(named.folder, 'spec.yaml'), 'utf8')
    writeFileSync(join(named.folder, 'spec.yaml'), spec.replace(folder, named.folder))
    await espalier(named.folder, 'run', 'spec.yaml', '--out', 'b')
    const { exit, err } = await espalier(named.folder, 'export', 'b', 'bundle', '-o', 'out')
    named.remove()
    expect(exit).toBe(2)
    expect(err).toContain(`error not-anonymous: specification.yaml:1 holds the project folder`)
  })
})

describe('identities', () => {
  const identities = [
    { what: 'home folder', text: '/home/ada' },
    { what: 'host name', text: 'engine' },
    { what: 'user name', text: 'ada' },
  ] as const

  test('are found as words and beginnings of paths, and nowhere else', () => {
    expect(findIdentity('a\nb from /home/ada/x', identities)).toMatchObject({ line: 2 })
    expect(findIdentity('on Engine.local', identities)).toMatchObject({ identity: { what: 'host name' } })
    expect(findIdentity('engines adam adamw Canada /home/adam', identities)).toBeUndefined()
  })

  test('are hidden by what they are', () => {
    expect(hideIdentities('no file /home/ada/x.csv on engine', identities)).toBe(
      'no file <home folder>/x.csv on <host name>',
    )
  })
})

describe('archives', () => {
  test('hold long paths and contents of any size, as tar reads them', () => {
    const long = `${'folder/'.repeat(20)}file.txt`
    const sizes = [0, 1, 511, 512, 513, 5000]
    const members = [
      { path: long, content: Buffer.from('long') },
      ...sizes.map((size) => ({ path: `f${size}`, content: Buffer.alloc(size, 'x') })),
    ]
    const place = projectWith({})
    const done = spawnSync('tar', ['-xzf', '-', '-C', place.folder], { input: tarGz(members) })
    const found = members.map(({ path }) => readFileSync(join(place.folder, path)))
    place.remove()
    expect([done.status, done.stderr.toString()]).toEqual([0, ''])
    expect(found).toEqual(members.map(({ content }) => content))
  })
})
