// Options marked `x-scale`: numbers that are fed to a graph instead of shaping it. Only whether they are exactly 0 shapes it.
import type { Definition } from '../../schemas/definition.js'
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Options } from './options.js'

/** Names of the options of a component that only scale things. */
export const scaleOptions = (definition: Definition): readonly string[] =>
  Object.keys(definition.options).filter((name) => definition.options[name]?.['x-scale'] === true)

/** The number behind a scale option; entry `index` where it is a list. @throws InvariantError where there is none */
export function scaleValue(definition: Definition, options: Options, name: string, index?: number): number {
  const value = options[name] ?? definition.options[name]?.['default']
  const entry: unknown = Array.isArray(value) ? value[index ?? 0] : value
  if (typeof entry === 'number') return entry
  throw new InvariantError(`'${definition.kind}' asks for its scale '${name}', which is no number`)
}

/** Whether a scale option is a number and exactly 0. */
export function isZeroScale(definition: Definition, options: Options, name: string): boolean {
  const value = options[name] ?? definition.options[name]?.['default']
  return value === 0
}
