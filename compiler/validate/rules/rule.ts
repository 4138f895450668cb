// The contract of semantic rules: what they see, and what they give. A rule's file is named for the code that it reports.
import type { Catalogue } from '../../../runtime/catalogue.js'
import type { Diagnostic, Span } from '../../../schemas/diagnostic.js'
import type { Term } from '../../../schemas/term.js'
import { textOf, valueOf, type LocatedEntry, type LocatedMap } from '../../source/located-node.js'
import type { Language } from '../language.js'
import type { Parts } from '../parts.js'
import type { Scope, Survey } from '../survey.js'

/** Reads an expression; what it gives is `schemas/term.ts`. */
export type ParseExpression = (
  text: string,
) => { readonly term: Term } | { readonly problem: string; readonly offset: number }

/** One mention of a name, in an expression or behind `$`. */
export interface Mention {
  readonly name: string
  readonly span: Span
  readonly scope: Scope
  readonly purpose: 'reference' | 'expr' | 'where' | 'when' | 'constraint'
}

/** An arm by name; its override is empty for the one arm of a specification without `arms`. */
export interface ArmView {
  readonly name: string
  readonly entry: LocatedEntry | undefined
  /** The specification with the arm's override laid on it. */
  readonly merged: LocatedMap
}

/** A specification as rules see it. Nodes that structure refused may still be in it: a rule passes over what it cannot read. */
export interface RuleContext {
  readonly root: LocatedMap
  readonly survey: Survey
  /** Names in use, in expressions and behind `$`. */
  readonly mentions: readonly Mention[]
  readonly catalogue: Catalogue
  readonly language: Language
  readonly parseExpression: ParseExpression
  /** Codes that `allow:` may name. */
  readonly waivable: readonly string[]
  /** At least one. */
  readonly arms: readonly ArmView[]
  /** Definitions by arm. */
  readonly parts: (arm: string | undefined) => Parts
  /** Hyperparameters in listed order that an arm (or the specification itself) has. */
  readonly hyperparameters: (arm: string | undefined) => readonly LocatedEntry[]
}

/** One semantic rule: findings in any order. Pure. */
export type Rule = (context: RuleContext) => Iterable<Diagnostic>

/** The kind of an arm's procedure, where it is another than the native one. A word that is no procedure counts as native. */
export function foreignProcedure({ merged }: ArmView, { catalogue }: RuleContext): string | undefined {
  const procedure = valueOf(merged, 'procedure')
  const kind = textOf(procedure) ?? (procedure?.kind === 'map' ? procedure.entries[0]?.key : undefined)
  return kind === undefined || kind === 'supervised' || !catalogue.procedure.has(kind) ? undefined : kind
}

/** Whether an arm trains natively: its rows, metrics and options are ours. */
export const isNative = (arm: ArmView, context: RuleContext): boolean =>
  foreignProcedure(arm, context) === undefined

/** Whether an arm is measured on the declared data by metrics of ours, though it trains no native model. */
export function readsData(arm: ArmView, context: RuleContext): boolean {
  const definition = context.catalogue.procedure.get(foreignProcedure(arm, context) ?? '')
  return definition !== undefined && 'readsData' in definition && definition.readsData === true
}
