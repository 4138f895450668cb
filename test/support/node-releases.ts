// Other releases of Node, taken from the package registry, and the bare machine on which a program meets them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmProgram } from './package.js'

/** A PATH of one folder with `node`, `npm`, `npx` and `sh`, and nothing else: no Python, no compiler. */
export interface BareMachine {
  readonly version: string
  readonly environment: Readonly<Record<string, string>>
  /** Runs a command line by the shell of that machine, in a folder. */
  readonly sh: (folder: string, line: string) => { readonly status: number | null; readonly out: string }
}

/** The npm that each release of Node brings. */
const npmOf: Readonly<Record<number, number>> = { 20: 10, 22: 10, 24: 11 }

/** Installs the newest Node of a major release, and its npm, into a folder. The package carries the executable alone and needs no script. */
export function bareMachine(folder: string, major: number): BareMachine {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{}')
  const name = `node-${process.platform}-${process.arch}`
  const words = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `${name}@${major}`,
    `npm@${npmOf[major] ?? 11}`,
  ]
  const installed = spawnSync(process.execPath, [npmProgram(), ...words], { cwd: folder, encoding: 'utf8' })
  if (installed.status !== 0) throw new Error(`${name}@${major}: ${installed.stderr}`)
  const node = join(folder, 'node_modules', name, 'bin/node')
  symlinkSync(node, join(folder, 'bin/node'))
  symlinkSync('/bin/sh', join(folder, 'bin/sh'))
  for (const program of ['npm', 'npx']) {
    const file = join(folder, 'node_modules/npm/bin', `${program}-cli.js`)
    const script = `#!/bin/sh\nexec '${node}' '${file}' "$@"\n`
    writeFileSync(join(folder, 'bin', program), script, { mode: 0o755 })
  }
  const environment = { PATH: join(folder, 'bin'), ...registrySettings() }
  const { version } = JSON.parse(
    readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'),
  ) as { readonly version: string }
  return {
    version,
    environment,
    sh: (cwd, line) => {
      const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], {
        cwd,
        encoding: 'utf8',
        env: environment,
      })
      return { status, out: `${stdout}${stderr}` }
    },
  }
}

/** Where packages come from is a matter of this machine, not of the bare one: npm's own settings and proxies go along. */
const registrySettings = (): Readonly<Record<string, string>> => {
  const kept =
    /^(home|npm_config_(registry|cache|userconfig|globalconfig|cafile|strict_ssl)|(https?|no)_proxy|node_extra_ca_certs)$/i
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      kept.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  )
}
