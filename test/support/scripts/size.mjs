// What a production installation holds: bytes of every package that the lock names, as they lie in node_modules.
// Development packages are left out, optional packages and native files for other platforms stand apart. Installs nothing.
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Sizes of an installation in bytes, the largest first. `foreign` are native files for other platforms, part of `total`. */
export function installation(root, platform = process.platform, arch = process.arch) {
  const { packages } = read(join(root, 'package-lock.json'))
  const { name: own, files: packed = [], peerDependencies = {} } = read(join(root, 'package.json'))
  const listed = [{ name: own, bytes: sum(packed.flatMap((path) => filesOf(join(root, path)))), foreign: 0 }]
  const optional = []
  for (const [path, entry] of Object.entries(packages)) {
    const folder = join(root, path)
    if (path === '' || !existsSync(folder)) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const chosen = path === `node_modules/${name}` && name in peerDependencies
    if (entry.dev === true && !chosen) continue
    const files = filesOf(folder)
    const foreign = files.filter((file) => isForeign(relative(folder, file), platform, arch))
    const sized = { name, bytes: sum(files), foreign: sum(foreign) }
    if (chosen) optional.push(sized)
    else listed.push(sized)
  }
  listed.sort((a, b) => b.bytes - a.bytes)
  const total = listed.reduce((all, { bytes }) => all + bytes, 0)
  const foreign = listed.reduce((all, each) => all + each.foreign, 0)
  return { packages: listed, total, foreign, optional }
}

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Files of a package, those of packages nested in it left out: they are packages of their own. */
function filesOf(folder) {
  if (!existsSync(folder)) return []
  if (lstatSync(folder).isFile()) return [folder]
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(path)
    return entry.isFile() ? [path] : []
  })
}

const sum = (files) => files.reduce((all, file) => all + lstatSync(file).size, 0)

/** onnxruntime-node brings `bin/napi-v6/<platform>/<arch>/` for every platform in one package. */
function isForeign(path, platform, arch) {
  const [bin, api, ...place] = path.split(sep)
  if (bin !== 'bin' || !/^napi-v\d+$/.test(api ?? '')) return false
  return place[0] !== platform || place[1] !== arch
}

/** Megabytes as the listing prints them. */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1)

/** The listing: packages above 0.1 MB by name, the rest in one line, totals below. */
export function listing(
  { packages, total, foreign, optional },
  platform = `${process.platform} ${process.arch}`,
) {
  const line = (bytes, what) => `${megabytes(bytes).padStart(8)} MB  ${what}`
  const large = packages.filter(({ bytes }) => bytes >= 1e5)
  const small = packages.filter(({ bytes }) => bytes < 1e5)
  const rest = small.reduce((all, { bytes }) => all + bytes, 0)
  return [
    ...large.map(({ name, bytes, foreign: other }) =>
      line(bytes, other === 0 ? name : `${name} (${megabytes(other)} MB of it for other platforms)`),
    ),
    line(rest, `${small.length} smaller packages`),
    line(total, `in all, in ${packages.length} packages`),
    line(total - foreign, `of these for ${platform}`),
    ...optional.map(({ name, bytes }) => line(bytes, `${name}, optional`)),
  ]
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
  process.stdout.write(`${listing(installation(root)).join('\n')}\n`)
}
