// User code in a plan: its files lie under `code/` beside the plan, as they lie in the project; what they define is imported under
// names that nothing else in a plan has, and made constructors.
import type { ExperimentNode, PluginNode } from '../ir/nodes.js'
import type { Role } from '../../schemas/definition.js'
import { call, layOut, list, object, type Code } from './layout.js'
import { literal } from './literal.js'
import { constructorName } from './names.js'
import { quote } from './text.js'

/** Folder of user code, beside the plan. */
export const codeFolder = 'code'

/** What a plan has used so far. */
export interface UsedCode {
  /** Path of a file → exported name → name in the plan. */
  readonly imports: Map<string, Map<string, string>>
  /** Constructors by name. */
  readonly constructors: Map<string, Code>
  /** Names of imported metrics. */
  readonly metrics: Set<string>
  /** Names of imported functions, by the name that the specification calls them by. */
  readonly functions: Map<string, string>
}

export const noCode = (): UsedCode => ({
  imports: new Map(),
  constructors: new Map(),
  metrics: new Set(),
  functions: new Map(),
})

/** The file that defines a member, and under which name; undefined for what comes with Espalier. */
export function ownMember(
  { use }: ExperimentNode,
  role: Role,
  kind: string,
): { readonly file: PluginNode; readonly exported: string } | undefined {
  for (const file of use) {
    const member = file.members.find((each) => each.role === role && each.kind === kind)
    if (member !== undefined) return { file, exported: member.exported }
  }
  return undefined
}

/** The constructor of a component of user code, imported and made; undefined for what comes with Espalier. */
export function ownConstructor(
  used: UsedCode,
  experiment: ExperimentNode,
  role: Role,
  kind: string,
): string | undefined {
  const own = ownMember(experiment, role, kind)
  if (own === undefined) return undefined
  const name = `${constructorName(kind)}Component`
  used.constructors.set(name, call('use', [imported(used, own.file, own.exported, definitionName(kind))]))
  return name
}

/** Imports the metrics of user code that an experiment is about. */
export function useMetrics(used: UsedCode, experiment: ExperimentNode): void {
  for (const name of metricsOf(experiment)) {
    const own = ownMember(experiment, 'metric', name)
    if (own !== undefined) used.metrics.add(imported(used, own.file, own.exported, definitionName(name)))
  }
}

/** Imports the functions that procedures call. */
export function useFunctions(used: UsedCode, { arms, use }: ExperimentNode): void {
  for (const { space } of arms) {
    const called = space.training.component === 'function' ? space.training.options['call'] : undefined
    const name = called?.kind === 'literal' ? String(called.value) : undefined
    const file = use.find(({ functions }) => name !== undefined && functions.includes(name))
    if (name !== undefined && file !== undefined)
      used.functions.set(name, imported(used, file, name, `${name}Function`))
  }
}

/** `import { halve as halveDefinition } from './code/halve.ts'` */
export const importCode = (used: UsedCode): readonly string[] =>
  [...used.imports].map(([path, names]) => {
    const members = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, to]) => `${from} as ${to}`)
    return `import ${layOut(object(members), 0, 'import '.length)} from ${quote(`./${codeFolder}/${path}`)}`
  })

/** What the plan says of its code: metrics, functions, and the digests that it was compiled with. */
export function codeEntries(used: UsedCode, { use }: ExperimentNode): readonly (readonly [string, Code])[] {
  const pins = use
    .filter(({ path }) => used.imports.has(path))
    .map(({ path, sha256 }) => literal({ file: `${codeFolder}/${path}`, sha256 }))
  return [
    ...(used.metrics.size === 0 ? [] : [['metrics', list([...used.metrics])] as const]),
    ...(used.functions.size === 0 ? [] : [['functions', object([...used.functions])] as const]),
    ...(pins.length === 0 ? [] : [['code', list(pins)] as const]),
  ]
}

function imported(used: UsedCode, { path }: PluginNode, exported: string, name: string): string {
  const names = used.imports.get(path) ?? new Map<string, string>()
  used.imports.set(path, names.set(exported, name))
  return name
}

const definitionName = (kind: string): string => `${constructorName(kind)}Definition`

/** Metrics that an experiment names: objectives, claims, what stops early, and the report. */
function metricsOf({ objective, claims, arms, report }: ExperimentNode): ReadonlySet<string> {
  const claimed = claims.flatMap(({ on, quantity }) => [on, quantity?.options?.['metric']])
  const stopping = arms.map(({ space }) => space.training.options['stopping_metric'])
  const shown = Array.isArray(report['metrics']) ? (report['metrics'] as readonly unknown[]) : []
  const names: readonly unknown[] = [
    ...objective.map(({ metric }) => metric),
    ...claimed,
    ...stopping.map((value) => (value?.kind === 'literal' ? value.value : undefined)),
    ...shown,
  ]
  return new Set(names.flatMap((name) => (typeof name === 'string' ? [bare(name)] : [])))
}

const bare = (metric: string): string => metric.replace(/^(tuning|evaluation)\./, '')
