// Which hyperparameters decide what else is decided.
import type { Component, OptionValue } from './component.js'
import { isComponent, isOpen } from './modules.js'
import type { SearchSpace } from './search-space.js'

/**
 * Names of hyperparameters that combinators refer to (`times: $depth`, `on: $kind`), and all those listed before one with a
 * `when`: what a `when` reads is code, so every earlier name counts.
 */
export function structuralNames(space: SearchSpace): ReadonlySet<string> {
  const names = new Set<string>()
  space.hyperparameters.forEach((hyperparameter, index) => {
    if (hyperparameter.when === undefined) return
    for (const earlier of space.hyperparameters.slice(0, index)) names.add(earlier.name)
  })
  if (space.model !== undefined) collect(space.model, names)
  return names
}

function collect(component: Component, names: Set<string>): void {
  const combinator = component.definition.role === 'combinator'
  if (!combinator) return
  for (const value of Object.values(component.options)) collectValue(value, names)
}

function collectValue(value: OptionValue, names: Set<string>): void {
  if (typeof value !== 'object') return
  if (isComponent(value)) collect(value, names)
  else if (isOpen(value)) {
    if (value.open === 'reference') names.add(value.name)
    if (value.open === 'one_of') for (const alternative of value.values) collectValue(alternative, names)
  } else {
    const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    for (const member of members) if (isComponent(member) || isOpen(member)) collectValue(member, names)
  }
}
