// A TypeScript or JavaScript file with all that it imports from files beside it, read but not run: types erased, `espalier` bound to
// the running installation, and a digest over every byte that it consists of. It becomes a `data:` URL, so nothing is left behind
// and two versions of one file may live in one process.
import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { init, parse } from 'es-module-lexer'
import { transform } from 'sucrase'
import { PlanError } from '../../schemas/diagnostic.js'
import { digestOfBytes } from '../support/digest.js'

/** A file, read. */
export interface LocalModule {
  /** Absolute path. */
  readonly file: string
  /** What to import. */
  readonly url: string
  /** Digest of its bytes, and of those of what it imports from beside it. */
  readonly sha256: string
  /** What it imports from beside it, in order. */
  readonly imports: readonly LocalModule[]
}

/** How files are read and spoken of. */
export interface ModuleReading {
  /** Folder that no import may leave; anywhere where absent. */
  readonly within?: string
  /** A file's name in messages. */
  readonly shown?: (file: string) => string
}

/** Reads a file and what it imports; nothing runs. @throws PlanError `plan-unreadable`, `import-outside` */
export async function readModule(file: string, reading: ModuleReading = {}): Promise<LocalModule> {
  await init
  return read(file, { ...reading, read: new Map() }, [])
}

/** A module and all below it, each file once, what is imported before what imports it. */
export function modulesOf(module: LocalModule): readonly LocalModule[] {
  const found = new Map<string, LocalModule>()
  const visit = (each: LocalModule): void => {
    if (found.has(each.file)) return
    each.imports.forEach(visit)
    found.set(each.file, each)
  }
  visit(module)
  return [...found.values()]
}

interface Reading extends ModuleReading {
  readonly read: Map<string, Promise<LocalModule>>
}

const showIn = ({ shown = (file) => file }: ModuleReading, file: string): string => `'${shown(file)}'`

function read(file: string, reading: Reading, above: readonly string[]): Promise<LocalModule> {
  if (above.includes(file)) {
    const circle = [...above.slice(above.indexOf(file)), file].map((each) => showIn(reading, each))
    throw new PlanError('plan-unreadable', `${showIn(reading, file)} imports itself: ${circle.join(' → ')}`)
  }
  const known = reading.read.get(file)
  if (known !== undefined) return known
  const module = file.endsWith('.json') ? readJson(file, reading) : readCode(file, reading, above)
  reading.read.set(file, module)
  return module
}

async function readJson(file: string, reading: Reading): Promise<LocalModule> {
  const bytes = await bytesOf(file, reading)
  const url = `data:application/json;charset=utf-8,${encode(bytes.toString('utf8'))}`
  return { file, url, sha256: digestOfBytes(bytes), imports: [] }
}

async function readCode(file: string, reading: Reading, above: readonly string[]): Promise<LocalModule> {
  const bytes = await bytesOf(file, reading)
  const code = erase(bytes.toString('utf8'), file, reading)
  const imports = new Map<string, LocalModule>()
  let bound = ''
  let end = 0
  for (const { n: specifier, s, e, d } of importsIn(code, file, reading)) {
    if (specifier === undefined || d === -2) continue
    const target = bind(specifier, file, reading)
    const module = typeof target === 'string' ? undefined : await read(target.file, reading, [...above, file])
    if (module !== undefined) imports.set(specifier, module)
    const address = module?.url ?? String(target)
    bound += code.slice(end, s) + (d >= 0 ? JSON.stringify(address) : address)
    end = e
  }
  const named = `${bound}${code.slice(end)}\n//# sourceURL=${pathToFileURL(file).href}\n`
  return {
    file,
    url: `data:text/javascript;charset=utf-8,${encode(named)}`,
    sha256: digestOf(bytes, imports),
    imports: [...new Set(imports.values())],
  }
}

/** Of the bytes alone where nothing is imported from beside; where the files lie does not matter. */
function digestOf(bytes: Uint8Array, imports: ReadonlyMap<string, LocalModule>): string {
  const own = digestOfBytes(bytes)
  if (imports.size === 0) return own
  return digestOfBytes(JSON.stringify([own, [...imports].map(([name, { sha256 }]) => [name, sha256])]))
}

/** Quotes are encoded too: the address is pasted between the quotes of an import. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27')

/** Where the running installation keeps what plans import; sources and built files name each other by their own extension. */
const installed = (name: 'plan' | 'define'): string =>
  new URL(`../${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).href

/** An address that is imported as it stands, or a file that is read first. */
function bind(specifier: string, from: string, reading: Reading): string | { readonly file: string } {
  if (specifier === 'espalier') return installed('plan')
  if (specifier === 'espalier/define') return installed('define')
  if (isBuiltin(specifier)) return specifier
  if (/^\.{0,2}\//.test(specifier)) return { file: beside(specifier, from, reading) }
  try {
    return pathToFileURL(createRequire(from).resolve(specifier)).href
  } catch (cause) {
    const message = `${showIn(reading, from)} imports the package '${specifier}', which is not installed there`
    throw new PlanError('plan-unreadable', message, { hint: `npm install ${specifier}`, cause })
  }
}

function beside(specifier: string, from: string, reading: Reading): string {
  const written = fileURLToPath(new URL(specifier, pathToFileURL(from)))
  // TypeScript's own habit: `./helper.js` names `helper.ts`.
  const source = written.replace(/\.([cm]?)js$/, '.$1ts')
  const file = !existsSync(written) && existsSync(source) ? source : written
  const { within } = reading
  if (within !== undefined && leaves(within, file)) {
    throw new PlanError(
      'import-outside',
      `${showIn(reading, from)} imports '${specifier}', which is outside of the project`,
      { hint: 'copy the file into the project' },
    )
  }
  return file
}

function leaves(folder: string, file: string): boolean {
  const path = relative(folder, existsSync(file) ? realpathSync(file) : file)
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
}

async function bytesOf(file: string, reading: Reading): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    const hint = /\.[cm]?[jt]s$|\.json$/.test(file) ? {} : { hint: 'write the file with its extension' }
    throw new PlanError('plan-unreadable', `${showIn(reading, file)} cannot be read`, { ...hint, cause })
  }
}

function importsIn(code: string, file: string, reading: Reading): ReturnType<typeof parse>[0] {
  try {
    return parse(code)[0]
  } catch (cause) {
    throw new PlanError('plan-unreadable', `${showIn(reading, file)} is not a module that can be read`, {
      cause,
    })
  }
}

function erase(source: string, file: string, reading: Reading): string {
  try {
    return transform(source, { transforms: ['typescript'], disableESTransforms: true }).code
  } catch (cause) {
    const detail =
      cause instanceof Error ? ` (${cause.message.replace(/^Error transforming [^:]*: /, '')})` : ''
    throw new PlanError(
      'plan-unreadable',
      `${showIn(reading, file)} is not TypeScript that can be erased${detail}`,
      { cause },
    )
  }
}
