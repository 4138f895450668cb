// What the sections of one plan share: which names they import, where lines are counted from, and which names expressions read.
import { namesOf, type Catalogue } from '../../runtime/catalogue.js'
import type { Span } from '../../schemas/diagnostic.js'
import type { Term } from '../../schemas/term.js'
import type { ComponentNode, ExperimentNode } from '../ir/nodes.js'
import { constructorName } from './names.js'
import { noCode, ownConstructor, type UsedCode } from './own-code.js'
import { printTerm, scopeName, usesPower } from './term.js'

/** One plan being written. */
export interface PlanContext {
  readonly catalogue: Catalogue
  readonly experiment: ExperimentNode
  /** Names imported from `espalier`, in order of first use. */
  readonly imports: Set<string>
  /** User code. */
  readonly code: UsedCode
  /** Names that expressions read, over the whole plan. */
  readonly names: Set<string>
}

export const startPlan = (experiment: ExperimentNode, catalogue: Catalogue): PlanContext => ({
  catalogue,
  experiment,
  imports: new Set(),
  code: noCode(),
  names: new Set(),
})

/** A name of the library, imported. */
export function library(context: PlanContext, name: string): string {
  context.imports.add(name)
  return name
}

/** The constructor of a component: imported from the library, or made from a definition of the author's own. */
export function constructorOf(context: PlanContext, { role, component }: ComponentNode): string {
  const own = ownConstructor(context.code, context.experiment, role, component)
  return own ?? library(context, constructorName(component))
}

/** Where something was written, as plans say it: `line:column` in the specification, with the file's name in an include. */
export function placeOf(context: PlanContext, span: Span): string {
  const { line, column } = span.start
  const place = `${line}:${column}`
  return span.file === context.experiment.source.path ? place : `${span.file}:${place}`
}

/**
 * An expression as an arrow function; the type of its parameter lists what the plan's expressions read.
 * `valueType` is the type of `value`, which each condition on alternatives sees as its own.
 */
export function arrow(context: PlanContext, term: Term, valueType?: string): string {
  const names = namesOf(term).filter((name) => valueType === undefined || name !== 'value')
  for (const name of names) context.names.add(name)
  const own =
    valueType !== undefined && names.length < namesOf(term).length ? [`{ readonly value: ${valueType} }`] : []
  const types = [...(names.length === 0 ? [] : ['Scope']), ...own]
  return `(${types.length === 0 ? '' : `${scopeName}: ${types.join(' & ')}`}) => ${printed(context, term)}`
}

/** An expression over `s`, with what it needs of the library imported. */
export function printed(context: PlanContext, term: Term): string {
  if (usesPower(term)) library(context, 'power')
  return printTerm(term)
}
