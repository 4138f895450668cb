// Loads a plan: erases its types, binds `espalier` to the running installation, and imports it without leaving files behind.
// Files that a plan imports relatively (`use:`) are loaded the same way; whether they may run is decided before.
import { readFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { init, parse } from 'es-module-lexer'
import { transform } from 'sucrase'
import { EspalierError, InvariantError, PlanError } from '../../schemas/diagnostic.js'
import type { Definition } from '../../schemas/definition.js'
import type { Plan } from '../experiment.js'

/**
 * The default export of a plan file. Two plans, or one plan twice, may live in one process.
 * @throws PlanError `plan-unreadable` when the file cannot be read or parsed, `plan-invalid` when it exports no plan.
 */
export async function loadPlan(path: string): Promise<Plan> {
  await init
  const loaded = await imported(path)
  if (isPlan(loaded['default'])) return loaded['default']
  throw new PlanError('plan-invalid', `'${path}' does not export a plan by default`, {
    hint: 'compile the specification again',
  })
}

/**
 * The definitions that a plugin exports, by export. Runs the author's code: only where that was allowed.
 * @throws PlanError `plan-unreadable` when the file cannot be read or parsed
 */
export async function loadPlugin(path: string): Promise<ReadonlyMap<string, Definition>> {
  await init
  const loaded = await imported(path)
  return new Map(
    Object.entries(loaded).flatMap(([name, value]) => (isDefinition(value) ? [[name, value]] : [])),
  )
}

/** Imports a file as it stands; what it imports in vain, or throws of its own, is the file's fault and no bug of ours. */
async function imported(path: string): Promise<Readonly<Record<string, unknown>>> {
  const url = await moduleUrl(pathToFileURL(path).href, [])
  try {
    return (await import(url)) as Readonly<Record<string, unknown>>
  } catch (cause) {
    if (cause instanceof EspalierError || cause instanceof InvariantError) throw cause
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new PlanError('plan-unreadable', `'${path}' cannot be loaded: ${detail}`, { cause })
  }
}

/** Where the running installation keeps what plans import; sources and built files name each other by their own extension. */
const installed = (name: 'plan' | 'define'): string =>
  new URL(`../${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).href

/** A `data:` URL of a TypeScript file with its imports made absolute. */
async function moduleUrl(url: string, above: readonly string[]): Promise<string> {
  if (above.includes(url)) {
    throw new PlanError('plan-unreadable', `'${fileURLToPath(url)}' imports itself`)
  }
  const code = erase(await readSource(url), url)
  let bound = ''
  let end = 0
  for (const { n: specifier, s, e, d } of parse(code)[0]) {
    if (specifier === undefined || d === -2) continue
    const target = await bind(specifier, url, [...above, url])
    bound += code.slice(end, s) + (d >= 0 ? JSON.stringify(target) : target)
    end = e
  }
  const named = `${bound}${code.slice(end)}\n//# sourceURL=${url}\n`
  // Quotes are encoded too: the address is pasted between the quotes of an import.
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(named).replaceAll("'", '%27')}`
}

async function bind(specifier: string, from: string, above: readonly string[]): Promise<string> {
  if (specifier === 'espalier') return installed('plan')
  if (specifier === 'espalier/define') return installed('define')
  if (isBuiltin(specifier)) return specifier
  if (!/^\.{0,2}\//.test(specifier)) return pathToFileURL(createRequire(from).resolve(specifier)).href
  const target = new URL(specifier, from).href
  return /\.[cm]?ts$/.test(target) ? moduleUrl(target, above) : target
}

async function readSource(url: string): Promise<string> {
  try {
    return await readFile(fileURLToPath(url), 'utf8')
  } catch (cause) {
    throw new PlanError('plan-unreadable', `'${fileURLToPath(url)}' cannot be read`, { cause })
  }
}

function erase(source: string, url: string): string {
  try {
    return transform(source, { transforms: ['typescript'], disableESTransforms: true }).code
  } catch (cause) {
    throw new PlanError('plan-unreadable', `'${fileURLToPath(url)}' is not TypeScript that can be erased`, {
      cause,
    })
  }
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === 'object' && value !== null && 'role' in value && 'kind' in value && 'options' in value

const isPlan = (value: unknown): value is Plan =>
  typeof value === 'object' &&
  value !== null &&
  'experiment' in value &&
  'stages' in value &&
  typeof value.stages === 'function'
