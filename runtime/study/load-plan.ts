// Loads a plan: erases its types, binds `espalier` to the running installation, and imports it without leaving files behind.
// Files that a plan imports relatively (`use:`) are loaded the same way; whether they may run is decided before.
import { dirname, relative, sep } from 'node:path'
import { EspalierError, InvariantError, PlanError } from '../../schemas/diagnostic.js'
import type { Plan } from '../experiment.js'
import { pin } from '../support/pin.js'
import { modulesOf, readModule, type LocalModule, type ModuleReading } from './local-module.js'

/**
 * The default export of a plan file. Two plans, or one plan twice, may live in one process.
 * @throws PlanError `plan-unreadable` when the file cannot be read or parsed, `plan-invalid` when it exports no plan, `edited-code`
 * when code that it was compiled with has changed.
 */
export async function loadPlan(path: string): Promise<Plan> {
  const module = await readModule(path)
  const loaded = await imported(module, path)
  const plan = loaded['default']
  if (!isPlan(plan)) {
    throw new PlanError('plan-invalid', `'${path}' does not export a plan by default`, {
      hint: 'compile the specification again',
    })
  }
  const code = modulesOf(module).filter((each) => each !== module)
  checkCode(plan, module, code)
  await pinAll(code)
  // Functions that the plan itself defines are as good as its text.
  for (const objective of Object.values(plan.experiment.functions ?? {})) pin(objective, module.sha256)
  return plan
}

/** A file of user code with what it exports. */
export interface LoadedCode {
  readonly module: LocalModule
  readonly exports: Readonly<Record<string, unknown>>
}

/**
 * Runs a file of the author's code and gives what it exports: only where that was allowed.
 * @throws PlanError `plan-unreadable` when the file cannot be read or parsed, `import-outside`
 */
export async function loadCode(path: string, reading: ModuleReading = {}): Promise<LoadedCode> {
  const module = await readModule(path, reading)
  const exports = await imported(module, reading.shown?.(path) ?? path)
  await pinAll(modulesOf(module))
  return { module, exports }
}

/** Files that a plan imports from beside it, by path relative to it; nothing runs. */
export async function codeOfPlan(path: string): Promise<ReadonlyMap<string, LocalModule>> {
  const module = await readModule(path)
  const code = modulesOf(module).filter((each) => each !== module)
  return new Map(code.map((each) => [relative(dirname(path), each.file).split(sep).join('/'), each]))
}

/** A plan that was compiled with other code than lies beside it now is another plan. */
function checkCode({ experiment }: Plan, { file: plan }: LocalModule, code: readonly LocalModule[]): void {
  const found = new Map(
    code.map(({ file, sha256 }) => [relative(dirname(plan), file).split(sep).join('/'), sha256]),
  )
  for (const { file, sha256 } of experiment.code ?? []) {
    if (found.get(file) === sha256) continue
    throw new PlanError('edited-code', `'${file}' is not the code that the plan was compiled with`, {
      hint: 'compile the specification again, or put the file back as it was',
    })
  }
}

/** What each file exports carries the digest of the file. */
async function pinAll(modules: readonly LocalModule[]): Promise<void> {
  for (const { url, sha256 } of modules) {
    const exports = (await import(url, attributesOf(url))) as Readonly<Record<string, unknown>>
    for (const value of Object.values(exports)) pin(value, sha256)
  }
}

/** Imports a file as it stands; what it imports in vain, or throws of its own, is the file's fault and no bug of ours. */
async function imported({ url }: LocalModule, shown: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(url, attributesOf(url))) as Readonly<Record<string, unknown>>
  } catch (cause) {
    if (cause instanceof EspalierError || cause instanceof InvariantError) throw cause
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new PlanError('plan-unreadable', `'${shown}' cannot be loaded: ${detail}`, { cause })
  }
}

const attributesOf = (url: string): { readonly with?: { readonly type: 'json' } } =>
  url.startsWith('data:application/json') ? { with: { type: 'json' } } : {}

const isPlan = (value: unknown): value is Plan =>
  typeof value === 'object' &&
  value !== null &&
  'experiment' in value &&
  'stages' in value &&
  typeof value.stages === 'function'
