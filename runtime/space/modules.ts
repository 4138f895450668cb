// Reading the parts of a combinator: which values are modules, what its children are called.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Component, Module, Open, OptionValue } from './component.js'

/** Whether an option's value is a component. */
export const isComponent = (value: unknown): value is Component =>
  typeof value === 'object' &&
  value !== null &&
  'definition' in value &&
  'path' in value &&
  typeof value.path === 'string'

/** Whether an option's value is still open. */
export const isOpen = (value: unknown): value is Open =>
  typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'string'

/** Whether a value can stand where a module is expected. */
export const isModule = (value: unknown): value is Module => isComponent(value) || isOpen(value)

/** The one module of an option. @throws PlanError `missing-module` */
export function moduleOf(component: Component, value: OptionValue | undefined): Module {
  if (isModule(value)) return value
  throw new PlanError(
    'missing-module',
    `${component.definition.kind} at '${component.path}' expects a module${place(component)}.`,
  )
}

/** The modules of an option with their names: a record gives its keys, a list the last segment of each path. */
export function childrenOf(
  component: Component,
  value: OptionValue | undefined,
): readonly { readonly name: string; readonly module: Module }[] {
  if (Array.isArray(value)) return namedByPath(component, value)
  if (typeof value === 'object' && value !== null && !isModule(value)) {
    return Object.entries(value).map(([name, module]) => ({ name, module: moduleOf(component, module) }))
  }
  throw new PlanError(
    'missing-module',
    `${component.definition.kind} at '${component.path}' expects modules${place(component)}.`,
  )
}

function namedByPath(component: Component, items: readonly unknown[]) {
  const uses = new Map<string, number>()
  return items.map((item) => {
    const module = moduleOf(component, isModule(item) ? item : undefined)
    const segment = segmentOf(component.path, module)
    const use = (uses.get(segment) ?? 0) + 1
    uses.set(segment, use)
    return { name: use === 1 ? segment : `${segment}#${use}`, module }
  })
}

function segmentOf(parent: string, module: Module): string {
  const prefix = parent === '' ? '' : `${parent}.`
  if (isComponent(module)) {
    const inside = module.path.startsWith(prefix) ? module.path.slice(prefix.length) : ''
    return inside === '' ? module.definition.kind : inside
  }
  return 'choice'
}

const place = (component: Component): string => (component.at === undefined ? '' : ` (${component.at})`)
