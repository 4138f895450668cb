// What `doctor` makes of a machine: recorded mounts, disks and memories of every kind, and this machine as it is.
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../compiler/commands/health/finding.js'
import { build, node, optionalPackages } from '../../../compiler/commands/health/installation.js'
import { memory } from '../../../compiler/commands/health/memory.js'
import { isMemory, isNetwork, mountOf } from '../../../runtime/store/mounts.js'
import { diskOf, judgeDisk } from '../../../compiler/commands/health/runs-folder.js'
import { espalier, projectWith } from '../../support/command-line.js'

const mounts = `proc /proc proc rw,relatime 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw,nosuid,nodev,size=8g 0 0
filer:/export/home /home nfs4 rw,vers=4.2,hard,proto=tcp 0 0
//nas/share /mnt/my\\040share cifs rw,vers=3.1.1 0 0
me@host:/data /home/me/far fuse.sshfs rw,nosuid,nodev,user_id=1000 0 0
/dev/sdb1 /media/stick fuseblk rw,nosuid,nodev 0 0
/dev/sdc1 /data xfs rw 0 0
server:/data /data nfs ro 0 0
`

let project = projectWith({})
project.remove()
beforeEach(() => {
  project = projectWith({})
})
afterEach(() => project.remove())

describe('the mount of a folder', () => {
  test.each([
    ['/', 'ext4', false],
    ['/srv/runs', 'ext4', false],
    ['/homeless/runs', 'ext4', false],
    ['/tmp/x', 'tmpfs', false],
    ['/home', 'nfs4', true],
    ['/home/me/runs', 'nfs4', true],
    ['/home/me/far/runs', 'fuse.sshfs', true],
    ['/mnt/my share/runs', 'cifs', true],
    ['/media/stick/runs', 'fuseblk', false],
    ['/data/runs', 'nfs', true],
  ])('%s is %s', (path, type, network) => {
    expect(mountOf(path, mounts)?.type).toBe(type)
    expect(isNetwork(type)).toBe(network)
    expect(isMemory(type)).toBe(type === 'tmpfs')
  })

  test('is not known where nothing is mounted', () => {
    expect(mountOf('/runs', '')).toBeUndefined()
  })

  test('decides what kind of disk a real folder has', () => {
    const { folder } = project
    expect(diskOf(folder, `/dev/sda / ext4 rw 0 0\nfiler:/x ${folder} nfs rw 0 0\n`)).toMatchObject({
      type: 'nfs',
      network: true,
      writable: true,
    })
    expect(diskOf(folder, '/dev/sda / ext4 rw 0 0\n')).toMatchObject({ type: 'ext4', network: false })
  })
})

describe('the disk of the runs', () => {
  const good = { free: 50 * 2 ** 30, writable: true, type: 'ext4', network: false }
  test.each([
    [{}, 'ok', undefined],
    [{ type: undefined }, 'ok', undefined],
    [{ free: 2 ** 29 }, 'warning', 'free some space'],
    [{ free: 2 ** 20 }, 'broken', '--out'],
    [{ free: 2 ** 20, type: 'nfs', network: true }, 'broken', '--out'],
    [{ type: 'nfs4', network: true }, 'warning', 'local disk'],
    [{ type: 'tmpfs' }, 'warning', 'gone after a restart'],
    [{ writable: false }, 'broken', 'owner'],
  ])('with %j is %s', (change, health, cure) => {
    const finding = judgeDisk('runs', { ...good, ...change })
    expect(finding).toMatchObject({ what: 'runs folder', health })
    expect('cure' in finding ? finding.cure : undefined).toEqual(
      cure === undefined ? undefined : expect.stringContaining(cure),
    )
  })
})

describe('memory against workers', () => {
  const gib = 2 ** 30
  test.each([
    [{ cores: 16, free: 8 * gib, total: 16 * gib, limit: undefined }, 'ok', undefined],
    [{ cores: 16, free: 1.2 * gib, total: 16 * gib, limit: undefined }, 'warning', '--workers 2'],
    [{ cores: 16, free: 8 * gib, total: 16 * gib, limit: 0.8 * gib }, 'warning', '--workers 1'],
    [{ cores: 1, free: 0.8 * gib, total: gib, limit: undefined }, 'ok', undefined],
    [{ cores: 1, free: 0.4 * gib, total: gib, limit: undefined }, 'warning', 'even one worker'],
  ])('of %j is %s', (machine, health, cure) => {
    const finding = memory(machine)
    expect(finding.health).toBe(health)
    expect('cure' in finding ? finding.cure : undefined).toEqual(
      cure === undefined ? undefined : expect.stringContaining(cure),
    )
  })
})

describe('the installation', () => {
  test.each([
    ['20.10.0', 'broken'],
    ['18.20.4', 'broken'],
    ['20.11.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('on Node %s is %s', (version, health) => {
    expect(node(version).health).toBe(health)
  })

  test('knows an optional package that is there, is another version, is not there', () => {
    // A project each: Node remembers what it has not found in a folder.
    const judged = (version?: string): readonly Finding[] => {
      const manifest = version === undefined ? undefined : JSON.stringify({ version })
      const { folder, remove } = projectWith({
        'package.json': '{"peerDependencies":{"digits":"1.1.0"}}',
        ...(manifest === undefined ? {} : { 'node_modules/digits/package.json': manifest }),
      })
      const found = optionalPackages(folder)
      remove()
      return found
    }
    const cure = 'npm install digits@1.1.0'
    expect(judged()).toMatchObject([{ detail: 'not installed', health: 'missing', cure }])
    expect(judged('1.1.0')).toEqual([{ what: 'optional package digits', detail: '1.1.0', health: 'ok' }])
    expect(judged('1.0.0')).toMatchObject([{ health: 'warning', cure }])
  })

  test('in a clone says whether what was built is as new as the sources, elsewhere nothing', () => {
    const { folder } = project
    expect(build(folder)).toEqual([])
    const write = (path: string, seconds: number): void => {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), '')
      utimesSync(join(folder, path), seconds, seconds)
    }
    write('runtime/a.ts', 1000)
    expect(build(folder)).toMatchObject([{ health: 'missing', cure: 'npm run build' }])
    write('dist/compiler/bin.js', 2000)
    expect(build(folder)).toMatchObject([{ health: 'ok' }])
    write('compiler/deep/b.ts', 3000)
    expect(build(folder)).toMatchObject([{ health: 'warning', cure: 'npm run build' }])
    rmSync(join(folder, 'compiler'), { recursive: true })
    expect(build(folder)).toMatchObject([{ health: 'ok' }])
  })
})

describe('espalier doctor', () => {
  interface Found {
    readonly what: string
    readonly health: string
    readonly cure?: string
  }

  test('looks at this machine; each problem has a cure, and only what is broken fails', async () => {
    const { exit, out } = await espalier(project.folder, 'doctor', '--json')
    const findings = JSON.parse(out) as readonly Found[]
    const told = findings.map(({ what }) => what)
    for (const what of ['Node', 'machine', 'runs folder', 'optional package mnist', 'store']) {
      expect(told).toContain(what)
    }
    for (const { health, cure } of findings) {
      if (health === 'ok') expect(cure).toBeUndefined()
      else expect(cure).toMatch(/\w/)
    }
    expect(exit).toBe(findings.some(({ health }) => health === 'broken') ? 3 : 0)
  })

  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('exits 3 with a cure where runs have no room', async () => {
    // /proc has none for anybody.
    const { exit, out } = await espalier(project.folder, 'doctor', '--runs', '/proc')
    expect(exit).toBe(3)
    expect(out).toMatch(/^BROKEN {3}runs folder: .*\n {9}cure: .*--out/m)
  })
})
