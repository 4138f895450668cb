// The layering rule as data, and its check: a file imports only from lower levels or its own folder, no cycles anywhere,
// and each outside package is known to one folder alone. Type imports count.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { builtinModules } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'

/** Level of each place; the longest matching prefix rules. A place is a folder or a single file. */
export const levels = {
  schemas: 0,
  'runtime/support': 1,
  'runtime/tensor': 2,
  'runtime/space': 2,
  'runtime/data': 2,
  'runtime/processes': 2,
  'runtime/store': 2,
  'runtime/statistics': 2,
  'runtime/experiment.ts': 3,
  'runtime/autodiff': 3,
  'runtime/onnx': 3,
  'runtime/metrics': 3,
  'runtime/samplers': 3,
  'runtime/schedulers': 3,
  'runtime/claims': 3,
  'runtime/report': 4,
  'runtime/model': 4,
  'runtime/protocols': 4,
  'runtime/procedures': 5,
  'runtime/trial': 6,
  'runtime/study': 7,
  'runtime/catalogue.ts': 8,
  'runtime/members.ts': 8,
  'runtime/define.ts': 8,
  'runtime/plan.ts': 9,
  'runtime/run.ts': 9,
  compiler: 10,
  'compiler/pipelines': 11,
  'compiler/commands': 12,
  'compiler/programming': 13,
  'compiler/cli.ts': 13,
  'compiler/espalier.ts': 14,
  'compiler/bin.ts': 14,
}

/** Inside the compiler, places run uphill in this order. */
export const compilerOrder = [
  'compiler/source',
  'compiler/diagnostics',
  'compiler/validate',
  'compiler/resolve',
  'compiler/ir',
  'compiler/emit',
]

/** Places that may be imported by the compiler (its command line aside). */
export const compilerMayImport = ['schemas', 'runtime/support', 'runtime/catalogue.ts', 'compiler']

/** The one place that knows each outside package. */
export const packages = {
  ajv: 'compiler/validate',
  commander: 'compiler/cli.ts',
  'csv-parse': 'runtime/data',
  'es-module-lexer': 'runtime/study',
  execa: 'runtime/study/workers',
  'fastest-levenshtein': 'runtime/support',
  hyparquet: 'runtime/data',
  'hyparquet-writer': 'runtime/report',
  jsep: 'compiler/resolve',
  libsql: 'runtime/store',
  mnist: 'runtime/data',
  'onnx-proto': 'runtime/onnx',
  'onnxruntime-node': 'runtime/onnx',
  picocolors: 'compiler/commands',
  sucrase: 'runtime/study',
  'ts-morph': 'compiler/emit',
  yaml: 'compiler/source',
}

/** Every sentence says one breach; an empty list means the layering holds. */
export function breaches(root) {
  const imports = importsOf(root)
  return [...upward(imports), ...foreign(imports), ...cycles(imports)]
}

function upward(imports) {
  const found = []
  for (const [file, targets] of imports) {
    for (const target of targets.local) {
      const problem = judge(file, target)
      if (problem !== undefined) found.push(`${file} imports ${target}: ${problem}`)
    }
  }
  return found
}

function judge(from, to) {
  const [fromPlace, fromLevel] = placeOf(from)
  const [toPlace, toLevel] = placeOf(to)
  if (fromLevel === undefined) return 'the importing file has no level'
  if (toLevel === undefined) return 'the imported file has no level'
  if (toLevel > fromLevel) return `level ${toLevel} is above level ${fromLevel}`
  if (toLevel === fromLevel && toPlace !== fromPlace)
    return `folders of level ${toLevel} do not see each other`
  if (fromPlace !== 'compiler') return undefined
  if (!compilerMayImport.some((place) => within(to, place)))
    return 'the compiler sees only schemas and the catalogue'
  const order = (file) => compilerOrder.findIndex((place) => within(file, place))
  if (order(from) >= 0 && order(to) < 0 && within(to, 'compiler'))
    return 'phases do not import what stands above them'
  if (order(from) >= 0 && order(to) > order(from)) return 'an earlier phase imports a later one'
  return undefined
}

function foreign(imports) {
  const found = []
  for (const [file, targets] of imports) {
    for (const name of targets.packages) {
      const place = packages[name]
      if (place === undefined) found.push(`${file} imports the package ${name}, which no place is named for`)
      else if (!within(file, place))
        found.push(`${file} imports the package ${name}, which belongs to ${place}`)
    }
  }
  return found
}

function cycles(imports) {
  const state = new Map()
  const found = []
  const visit = (file, path) => {
    if (state.get(file) === 'done') return
    const start = path.indexOf(file)
    if (start >= 0) {
      found.push(`cycle: ${[...path.slice(start), file].join(' -> ')}`)
      return
    }
    for (const next of imports.get(file)?.local ?? []) visit(next, [...path, file])
    state.set(file, 'done')
  }
  for (const file of imports.keys()) visit(file, [])
  return found
}

/** Local files and outside packages that each source imports. */
export function importsOf(root) {
  const imports = new Map()
  for (const file of ['schemas', 'runtime', 'compiler'].flatMap((folder) => sources(join(root, folder)))) {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true)
    const names = importedFiles.map((found) => found.fileName)
    const local = names
      .filter((name) => name.startsWith('.') && name.endsWith('.js'))
      .map((name) => relative(root, resolve(dirname(file), name.replace(/\.js$/, '.ts'))))
    const outside = names
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    imports.set(relative(root, file), { local: [...new Set(local)], packages: [...new Set(outside)] })
  }
  return imports
}

const sources = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()

function placeOf(file) {
  const matching = Object.entries(levels).filter(([place]) => within(file, place))
  return matching.sort((a, b) => b[0].length - a[0].length)[0] ?? [undefined, undefined]
}

const within = (file, place) => file === place || file.startsWith(`${place}/`)

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = breaches(join(dirname(fileURLToPath(import.meta.url)), '../..'))
  for (const breach of found) process.stderr.write(`${breach}\n`)
  process.stdout.write(found.length === 0 ? 'layering holds\n' : `${found.length} breaches\n`)
  process.exitCode = found.length === 0 ? 0 : 1
}
