// What expressions see: names of hyperparameters, facts about data, and the shape that enters a module.
import type { Signal } from '../support/shape.js'
import { sizeOf } from '../support/shape.js'
import type { Scope } from './component.js'
import type { Value } from './decision.js'

/** A scope that can still grow; without a prototype, so that no name is special. */
export type GrowingScope = Record<string, Value>

/** A scope of its own with the given names. */
export function scopeOf(...parts: readonly Scope[]): GrowingScope {
  const scope = Object.create(null) as GrowingScope
  for (const part of parts) {
    for (const name of Object.keys(part)) {
      const value = part[name]
      if (value !== undefined) scope[name] = value
    }
  }
  return scope
}

/**
 * The `input.*` names of a signal: `size` and `rank` always; `features` of `[features]`; `length`, `width` and `features`
 * (the width) of `[length, width]`; `channels`, `height`, `width` of `[channels, height, width]`; `vocabulary` of codes.
 */
export function inputScope(signal: Signal): Scope {
  const { shape } = signal
  const scope = scopeOf({ 'input.size': sizeOf(shape), 'input.rank': shape.length })
  const names = axisNames[shape.length] ?? []
  names.forEach((name, axis) => {
    scope[`input.${name}`] = shape[axis] ?? 1
  })
  if (shape.length === 2) scope['input.features'] = shape[1] ?? 1
  if (signal.vocabulary !== undefined) scope['input.vocabulary'] = signal.vocabulary
  return scope
}

const axisNames: readonly (readonly string[])[] = [
  [],
  ['features'],
  ['length', 'width'],
  ['channels', 'height', 'width'],
]
