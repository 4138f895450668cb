// Whether this installation is whole and fresh: the version of Node, what is optional, and in a clone the age of what was built.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../package-root.js'
import type { Finding } from './finding.js'

/** Judges a version of Node by what package.json asks for. */
export function node(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const fits = major > 20 || (major === 20 && minor >= 11)
  return fits
    ? { what: 'Node', detail: version, health: 'ok' }
    : { what: 'Node', detail: version, health: 'broken', cure: 'install Node 20.11 or newer' }
}

/** Packages that only some specifications need. */
export function optionalPackages(root: string = packageRoot()): readonly Finding[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly peerDependencies?: Readonly<Record<string, string>>
  }
  return Object.entries(manifest.peerDependencies ?? {}).map(([name, wanted]): Finding => {
    const what = `optional package ${name}`
    const found = installedVersion(name, root)
    if (found === undefined)
      return { what, detail: 'not installed', health: 'missing', cure: `npm install ${name}@${wanted}` }
    if (found === wanted) return { what, detail: found, health: 'ok' }
    const detail = `${found}, made for ${wanted}: results may differ from those of others`
    return { what, detail, health: 'warning', cure: `npm install ${name}@${wanted}` }
  })
}

function installedVersion(name: string, root: string): string | undefined {
  try {
    const require = createRequire(join(root, 'package.json'))
    return (require(`${name}/package.json`) as { readonly version: string }).version
  } catch {
    return undefined
  }
}

const sourceFolders = ['schemas', 'compiler', 'runtime']

/** In a clone: whether dist/ is as new as the sources. An installed package has no sources, so there is nothing to say. */
export function build(root: string = packageRoot()): readonly Finding[] {
  const folders = sourceFolders.map((name) => join(root, name)).filter((folder) => existsSync(folder))
  const newest = folders.flatMap(sources).reduce((latest, file) => Math.max(latest, changed(file)), 0)
  if (newest === 0) return []
  const built = join(root, 'dist/compiler/bin.js')
  const cure = 'npm run build'
  const what = 'build'
  if (!existsSync(built)) return [{ what, detail: 'dist/ is not there', health: 'missing', cure }]
  if (changed(built) >= newest) return [{ what, detail: 'dist/ is as new as the sources', health: 'ok' }]
  return [{ what, detail: 'dist/ is older than the sources', health: 'warning', cure }]
}

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file))

const changed = (file: string): number => statSync(file).mtimeMs
