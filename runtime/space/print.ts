// A space as a tree of text: every open point with its domain, its path and its place in the specification.
import { showShape } from '../support/shape.js'
import type { Distribution, OneOf, Open, OptionValue } from './component.js'
import type { CombinatorDefinition } from './combinator.js'
import type { Component } from './component.js'
import { showDomain, valueKey } from './domain.js'
import { isComponent, isOpen } from './modules.js'
import type { SearchSpace } from './search-space.js'

/** One line of the tree. */
export interface SpaceLine {
  readonly depth: number
  readonly text: string
  /** Path of the decision on this line; copies as `[*]`. */
  readonly path?: string
  readonly at?: string
}

/** The lines of a space: hyperparameters, training options, model, constraints. */
export function spaceLines(space: SearchSpace): readonly SpaceLine[] {
  const lines: SpaceLine[] = []
  if (space.hyperparameters.length > 0) lines.push({ depth: 0, text: 'hyperparameters' })
  for (const { name, value, when, at } of space.hyperparameters) {
    const condition = when === undefined ? '' : ' (conditional)'
    const path = isOpen(value) && 'path' in value ? { path: value.path } : {}
    lines.push({ depth: 1, text: `${name}: ${showValue(value)}${condition}`, ...path, ...placed(at) })
  }
  if (space.training !== undefined && hasChoice(space.training)) {
    lines.push({ depth: 0, text: 'training' })
    addComponent(space.training, 1, '', lines)
  }
  if (space.model !== undefined) {
    const input = space.input === undefined ? '' : ` on ${showShape(space.input.shape)}`
    lines.push({ depth: 0, text: `model${input}` })
    addComponent(space.model, 1, '', lines)
  }
  if (space.constraints.length > 0) lines.push({ depth: 0, text: 'constraints' })
  for (const { text, at } of space.constraints) lines.push({ depth: 1, text, ...placed(at) })
  return lines
}

/** The tree as text: indented, with places in a column of their own. */
export function printSpace(space: SearchSpace): string {
  const rows = spaceLines(space).map(({ depth, text, at }) => ({ text: '  '.repeat(depth) + text, at }))
  const width = Math.min(72, Math.max(0, ...rows.map(({ text }) => text.length)))
  return rows.map(({ text, at }) => (at === undefined ? text : `${text.padEnd(width)}  ${at}`)).join('\n')
}

function addComponent(component: Component, depth: number, name: string, lines: SpaceLine[]): void {
  const { definition, options, path, at } = component
  const decides = (definition as Partial<CombinatorDefinition>).decides
  const label = name === '' || name === definition.kind ? definition.kind : `${name}: ${definition.kind}`
  const settings = Object.entries(options).flatMap(([option, value]) => {
    const shown = isPlain(value) && isDefault(component, option, value) ? undefined : showSetting(value)
    return shown === undefined ? [] : [`${option}: ${shown}`]
  })
  const own = decides === undefined ? {} : { path }
  lines.push({ depth, text: [label, settings.join(', ')].filter(Boolean).join('  '), ...own, ...placed(at) })
  for (const [option, value] of Object.entries(options)) addModules(value, depth + 1, option, lines)
}

/** The components inside an option, each on a line of its own. */
function addModules(value: OptionValue, depth: number, option: string, lines: SpaceLine[]): void {
  if (typeof value !== 'object') return
  if (isComponent(value)) addComponent(value, depth, option === 'body' ? '' : option, lines)
  else if (isOpen(value)) addAlternatives(value, depth, option, lines)
  else if (Array.isArray(value)) {
    for (const item of value) if (isComponent(item)) addComponent(item, depth, '', lines)
  } else {
    for (const [name, item] of Object.entries(value))
      if (isComponent(item)) addComponent(item, depth, name, lines)
  }
}

function addAlternatives(open: Open, depth: number, option: string, lines: SpaceLine[]): void {
  if (open.open !== 'one_of' || open.names === undefined) return
  lines.push({ depth, text: `${option}: one of`, path: open.path, ...placed(open.at) })
  open.values.forEach((value, index) => {
    const name = open.names?.[index] ?? ''
    if (isComponent(value)) addComponent(value, depth + 1, name, lines)
  })
}

/** An option on its component's line; undefined where it holds components, which have their own lines. */
function showSetting(value: OptionValue): string | undefined {
  if (isOpen(value)) return value.open === 'one_of' && value.names !== undefined ? undefined : showOpen(value)
  return isPlain(value) ? showPlain(value) : undefined
}

const showValue = (value: OptionValue): string => (isOpen(value) ? showOpen(value) : showPlain(value))

function showOpen(open: Open): string {
  if (open.open === 'reference') return `$${open.name}`
  if (open.open === 'computed') return 'computed'
  return open.open === 'one_of' ? showOneOf(open) : showDistribution(open)
}

function showOneOf({ values, names, where }: OneOf): string {
  const shown = (names ?? values.map(showValue)).join(' | ')
  return where === undefined ? shown : `${shown} (where allowed)`
}

const showDistribution = ({ open, first, second }: Distribution): string =>
  showDomain(
    open === 'normal'
      ? { kind: open, mean: first, deviation: second }
      : { kind: open, low: first, high: second },
  )

const showPlain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const isPlain = (value: OptionValue): boolean =>
  typeof value !== 'object' || (Array.isArray(value) && !value.some(isComponent))

const isDefault = ({ definition }: Component, option: string, value: OptionValue): boolean => {
  const usual = definition.options[option]?.['default']
  return usual !== undefined && valueKey(value as never) === JSON.stringify(usual)
}

function hasChoice(value: OptionValue): boolean {
  if (typeof value !== 'object') return false
  if (isOpen(value)) return value.open !== 'reference' && value.open !== 'computed'
  const members: readonly OptionValue[] = isComponent(value)
    ? Object.values(value.options)
    : Array.isArray(value)
      ? value
      : Object.values(value)
  return members.some(hasChoice)
}

const placed = (at: string | undefined): { readonly at?: string } => (at === undefined ? {} : { at })
