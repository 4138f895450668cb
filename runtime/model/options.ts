// Reading resolved options: one place that turns the loose option map into numbers, flags and components.
import type { Definition } from '../../schemas/definition.js'
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Resolved, ResolvedOption } from '../space/module-tree.js'

/** Options of one component, as a configuration resolved them. */
export type Options = Readonly<Record<string, ResolvedOption>>

/** A number, or the schema's default where the plan leaves it out. */
export function numberOption(definition: Definition, options: Options, name: string): number {
  const value = optionOf(definition, options, name)
  return typeof value === 'number' ? value : misread(definition, name, 'a number', value)
}

/** A flag, or the schema's default. */
export function flagOption(definition: Definition, options: Options, name: string): boolean {
  const value = optionOf(definition, options, name)
  return typeof value === 'boolean' ? value : misread(definition, name, 'a boolean', value)
}

/** A word, or the schema's default. */
export function textOption(definition: Definition, options: Options, name: string): string {
  const value = optionOf(definition, options, name)
  return typeof value === 'string' ? value : misread(definition, name, 'a word', value)
}

/** A number written once or once an axis: `3` is `[3, 3]`. */
export function pairOption(
  definition: Definition,
  options: Options,
  name: string,
): readonly [number, number] {
  const value = optionOf(definition, options, name)
  if (typeof value === 'number') return [value, value]
  const [first, second] = listOption(definition, options, name)
  return first === undefined || second === undefined
    ? misread(definition, name, 'two numbers', value)
    : [first, second]
}

/** A list of numbers, or the schema's default. */
export function listOption(definition: Definition, options: Options, name: string): readonly number[] {
  const value = optionOf(definition, options, name)
  if (!Array.isArray(value)) return misread(definition, name, 'a list of numbers', value)
  return value.map((item: unknown) =>
    typeof item === 'number' ? item : misread(definition, name, 'a list of numbers', value),
  )
}

/** Whether the option is written or has a default. */
export const hasOption = (definition: Definition, options: Options, name: string): boolean =>
  optionOf(definition, options, name) !== undefined

/**
 * A component given as an option. A bare kind (a default that the plan left out) is looked up among `members`.
 */
export function componentOption<D extends Definition>(
  definition: Definition,
  options: Options,
  name: string,
  members: Readonly<Record<string, unknown>>,
): { readonly definition: D; readonly options: Options } {
  const value = optionOf(definition, options, name)
  if (typeof value === 'string') return { definition: memberOf<D>(members, value), options: {} }
  if (isResolved(value))
    return { definition: memberOf<D>(members, value.definition.kind, value), options: value.options }
  return misread(definition, name, 'a component', value)
}

/** Components given as a list; none where the option is left out. */
export function componentsOption<D extends Definition>(
  options: Options,
  name: string,
): readonly { readonly definition: D; readonly options: Options }[] {
  const value = options[name]
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.filter(isResolved).map((item) => ({ definition: item.definition as D, options: item.options }))
}

/** The value as written, else the schema's default, else undefined. */
function optionOf(definition: Definition, options: Options, name: string): unknown {
  const written = options[name]
  if (written !== undefined && written !== null) return written
  const standard = definition.options[name]?.['default']
  return standard === null ? undefined : standard
}

/** Whether an option holds a component. */
export const isResolved = (value: unknown): value is Resolved =>
  typeof value === 'object' && value !== null && 'definition' in value && 'options' in value

/** A component's own definition (it may come from a plugin), else the shipped member of that kind. */
function memberOf<D extends Definition>(
  members: Readonly<Record<string, unknown>>,
  kind: string,
  component?: Resolved,
): D {
  if (component !== undefined) return component.definition as D
  const found = Object.values(members).find(
    (member) => typeof member === 'object' && member !== null && 'kind' in member && member.kind === kind,
  )
  if (found === undefined) throw new InvariantError(`no component of kind '${kind}' is known here`)
  return found as D
}

function misread(definition: Definition, name: string, expected: string, value: unknown): never {
  throw new InvariantError(
    `option '${name}' of '${definition.kind}' should be ${expected}, not ${JSON.stringify(value) ?? 'absent'}`,
  )
}
