// The phase between reading and resolving: a specification against the language, the catalogue and the semantic rules.
// Gives every finding at once, sorted by place; nothing is thrown for an author's mistake.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { entryOf, valueOf, type LocatedEntry, type LocatedMap } from '../source/located-node.js'
import { armRoot } from '../source/arm-root.js'
import type { IsComponent } from '../source/merge.js'
import { createLanguage, type Language } from './language.js'
import { collectMentions } from './mentions.js'
import { FORMS } from './open-values.js'
import * as rules from './rules/index.js'
import type { ArmView, ParseExpression, Rule, RuleContext } from './rules/rule.js'
import { sortFindings } from './sort-findings.js'
import { createStructureChecker, type StructureChecker } from './structure.js'
import { walkSpecification, type Walked } from './walk.js'

/** What validation needs; make one for many specifications, since it keeps compiled schemas. */
export interface Validator {
  readonly catalogue: Catalogue
  readonly parseExpression: ParseExpression
  /** Codes that `allow:` may name. */
  readonly waivable: readonly string[]
  readonly language: Language
  readonly structure: StructureChecker
  readonly isComponent: IsComponent
}

/** A validator with nothing compiled yet. */
export const createValidator = (
  settings: Pick<Validator, 'catalogue' | 'parseExpression' | 'waivable'>,
): Validator => ({
  ...settings,
  language: createLanguage(),
  structure: createStructureChecker(),
  isComponent: componentTest(settings.catalogue),
})

/** All findings about a composed specification. */
export function validate(root: LocatedMap, validator: Validator): readonly Diagnostic[] {
  const walked = walkSpecification(root, validator)
  // Unknown or malformed sections would make every rule speak of their consequences.
  if (walked.diagnostics.some((diagnostic) => isAboutSections(diagnostic, root)))
    return sortFindings(walked.diagnostics)
  const context = ruleContext(root, walked, validator)
  const all: readonly Rule[] = Object.values(rules)
  return sortFindings([...walked.diagnostics, ...all.flatMap((rule) => [...rule(context)])])
}

/** Words that make a one-key map a component or an open value: what merging replaces whole. */
export function componentTest(catalogue: Catalogue): IsComponent {
  const words = new Set<string>(FORMS)
  for (const [role, members] of Object.entries(catalogue)) {
    if (role === 'metric' || role === 'claim') continue
    for (const kind of members.keys()) words.add(kind)
  }
  return (word) => words.has(word)
}

function ruleContext(root: LocatedMap, walked: Walked, validator: Validator): RuleContext {
  const arms = armViews(root, validator.isComponent)
  const byArm = new Map(arms.map((arm) => [arm.name, listHyperparameters(arm.merged)]))
  const base = listHyperparameters(root)
  return {
    root,
    survey: walked.survey,
    mentions: collectMentions(walked.survey, validator.parseExpression),
    catalogue: validator.catalogue,
    language: validator.language,
    parseExpression: validator.parseExpression,
    waivable: validator.waivable,
    arms,
    parts: walked.parts,
    hyperparameters: (arm) => (arm === undefined ? base : (byArm.get(arm) ?? base)),
  }
}

/** Arms in written order; one without override where none is written. */
function armViews(root: LocatedMap, isComponent: IsComponent): readonly ArmView[] {
  const section = valueOf(root, 'arms')
  const base: LocatedMap = { ...root, entries: root.entries.filter(({ key }) => key !== 'arms') }
  if (section?.kind !== 'map' || section.entries.length === 0) {
    return [{ name: 'default', entry: undefined, merged: base }]
  }
  return section.entries.map((entry) => ({
    name: entry.key,
    entry,
    merged: entry.value.kind === 'map' ? armRoot(base, entry.value, isComponent) : base,
  }))
}

function listHyperparameters(root: LocatedMap): readonly LocatedEntry[] {
  const section = valueOf(root, 'hyperparameters')
  return section?.kind === 'map' ? section.entries : []
}

/** Whether a finding says that a section itself is unknown, missing or no map. */
function isAboutSections({ code, severity, span }: Diagnostic, root: LocatedMap): boolean {
  if (severity !== 'error') return false
  if (code === 'missing-key')
    return span?.start.offset === root.span.start.offset && span.file === root.span.file
  const entry = root.entries.find(
    ({ keySpan }) => keySpan.file === span?.file && keySpan.start.offset === span.start.offset,
  )
  if (entry !== undefined) return true
  return (
    code === 'wrong-type' &&
    root.entries.some(({ key, value }) => value.span === span && entryOf(root, key) !== undefined)
  )
}
