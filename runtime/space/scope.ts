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

/** Wraps a scope so that reads are noticed. */
export type Watch = (scope: Scope) => Scope

/** Gives what expressions see at one place: `names`, the `input.*` of a signal, and `value` where one is given; built when asked. */
export function scopeAt(
  names: Scope,
  input: Signal | undefined,
  watch: Watch | undefined,
): (value?: Value) => Scope {
  let plain: Scope | undefined
  return (value) => {
    plain ??= input === undefined ? names : scopeOf(names, inputScope(input))
    const scope = value === undefined ? plain : scopeOf(plain, { value })
    return watch === undefined ? scope : watch(scope)
  }
}

/** Notes the name of everything that is read. */
export const recording =
  (reads: { readonly add: (name: string) => unknown }): Watch =>
  (scope) =>
    new Proxy(scope, {
      get: (target, name) => {
        if (typeof name === 'string') reads.add(name)
        return typeof name === 'string' ? target[name] : undefined
      },
      getOwnPropertyDescriptor: (target, name) => {
        if (typeof name === 'string') reads.add(name)
        return Object.getOwnPropertyDescriptor(target, name)
      },
      has: (target, name) => {
        if (typeof name === 'string') reads.add(name)
        return name in target
      },
      ownKeys: (target) => {
        for (const name of Object.keys(target)) reads.add(name)
        return Reflect.ownKeys(target)
      },
    })

const axisNames: readonly (readonly string[])[] = [
  [],
  ['features'],
  ['length', 'width'],
  ['channels', 'height', 'width'],
]
