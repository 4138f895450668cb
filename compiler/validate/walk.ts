// One walk through a specification: every node against the schema that its place gives it. Finds what structure and parameters
// can find, and fills the survey that rules read.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { OptionSchema } from '../../schemas/definition.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import {
  textOf,
  valueOf,
  walk,
  type LocatedEntry,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'
import { createArguments } from './arguments.js'
import { visitClaimMap } from './claim-map.js'
import type { Language } from './language.js'
import { referenceOf, visitClosedValue, visitExpression, visitOpenValue } from './open-values.js'
import { parameterOf, visitComponents, visitOptions } from './parameters.js'
import { isFullDefinition, readParts, type Parts } from './parts.js'
import { isMarked, isOpen, isSchema, propertySchema, typesOf } from './schema-marks.js'
import { emptySurvey, type Scope, type Survey } from './survey.js'
import type { StructureChecker } from './structure.js'
import { parseDuration, parseSize, unitsOf } from './units.js'
import { sectionName, type Place, type Walking } from './walking.js'
import { listWords } from './schema-words.js'
import { mergeMaps, type IsComponent } from '../source/merge.js'

/** What a walk needs to know. */
export interface WalkSettings {
  readonly catalogue: Catalogue
  readonly structure: StructureChecker
  readonly language: Language
  readonly isComponent: IsComponent
}

/** What a walk gives. */
export interface Walked {
  readonly survey: Survey
  readonly diagnostics: readonly Diagnostic[]
  /** Definitions that can be used by an arm, or outside all arms. */
  readonly parts: (arm: string | undefined) => Parts
}

/** Walks a whole specification. */
export function walkSpecification(root: LocatedMap, settings: WalkSettings): Walked {
  const diagnostics: Diagnostic[] = []
  const survey = emptySurvey()
  const parts = partsByArm(root, settings.isComponent)
  const visit: Walking['visit'] = (schema, node, place) =>
    visitNode(schema, node, place, walking, settings.language)
  const given = createArguments((schema, node, place) => visit(schema, node, place))
  const walking: Walking = {
    catalogue: settings.catalogue,
    structure: settings.structure,
    survey,
    parts: ({ arm }) => parts(arm),
    report: (diagnostic) => diagnostics.push(diagnostic),
    visit,
    parameterUsed: (parameter, schema, place) => given.use(parameter, schema, place),
    argumentGiven: (definition, parameter, node, place) => {
      recordReferences(node, place.scope, survey)
      given.give(definition, parameter, node, place)
    },
  }
  visit(settings.language('experiment'), root, {
    name: sectionName(),
    key: '',
    keySpan: { ...root.span, end: root.span.start },
    noun: 'key',
    open: false,
    scope: { section: 'other' },
    around: [],
    whereElse: belowSections(settings.language, settings.catalogue),
  })
  given.settle()
  return { survey, diagnostics, parts }
}

function partsByArm(root: LocatedMap, isComponent: IsComponent): (arm: string | undefined) => Parts {
  const base = readParts(root)
  const byArm = new Map<string, Parts>()
  const arms = valueOf(root, 'arms')
  for (const { key, value } of arms?.kind === 'map' ? arms.entries : []) {
    if (value.kind === 'map' && valueOf(value, 'define') !== undefined) {
      byArm.set(key, readParts(mergeMaps(root, value, isComponent)))
    }
  }
  return (arm) => (arm === undefined ? base : (byArm.get(arm) ?? base))
}

function visitNode(
  schema: OptionSchema,
  node: LocatedNode,
  place: Place,
  walking: Walking,
  language: Language,
): void {
  const { 'x-section': section, 'x-options-of': procedure } = schema
  if (typeof section === 'string') return visitSection(section, node, place, walking, language)
  if (typeof procedure === 'string') return visitTraining(procedure, node, place, walking)
  if (schema['x-role'] !== undefined) return visitComponents(schema, node, place, walking)
  const parameter = parameterOf(node, place, walking)
  if (parameter !== undefined) return walking.parameterUsed(parameter, schema, place)
  if (isOpen(schema)) return visitOpenValue(schema, node, place, walking)
  if (place.noun === 'option') visitClosedValue(schema, node, place, walking)
  else for (const diagnostic of walking.structure.check(schema, node, place)) walking.report(diagnostic)
  visitMarks(schema, node, place, walking)
  visitBelow(schema, node, place, walking)
}

/** A section of the language; a few have a short form beside the map. */
function visitSection(
  section: string,
  node: LocatedNode,
  place: Place,
  walking: Walking,
  language: Language,
): void {
  const schema = language(section)
  const scope: Scope = { ...place.scope }
  switch (section) {
    case 'arm':
      return walking.visit(schema, node, {
        ...place,
        whereElse: sharedByArms(language),
        scope: { ...scope, arm: place.key },
      })
    case 'hyperparameter':
      return walking.visit(schema, node, {
        ...place,
        open: true,
        scope: { ...scope, section: 'hyperparameters', hyperparameter: place.key },
      })
    case 'definition': {
      const within: Place = {
        ...place,
        open: true,
        scope: { ...scope, section: 'space', definition: place.key },
      }
      giveDefaults(place, walking)
      return walking.visit(isFullDefinition(node) ? schema : { 'x-role': 'layer' }, node, within)
    }
    case 'objective': {
      const items = node.kind === 'list' ? node.items : [node]
      if (items.length === 0) walking.visit({ ...schema, type: ['object'] }, node, place)
      for (const item of items) walking.visit(schema, item, place)
      return
    }
    case 'claim':
      if (node.kind === 'map') return visitClaimMap(node, place, walking)
      return walking.visit(schema, node, place)
    default:
      return walking.visit(schema, node, place)
  }
}

/** Sections that an arm cannot change. */
const sharedByArms =
  (language: Language) =>
  (key: string): string | undefined =>
    propertySchema(language('experiment'), key) === undefined
      ? undefined
      : `\`${key}\` is the same for all arms: write it outside \`arms:\``

/** Options and keys of sections, written at the top. */
const belowSections =
  (language: Language, catalogue: Catalogue) =>
  (key: string): string | undefined => {
    if (Object.hasOwn(catalogue.procedure.get('supervised')?.options ?? {}, key))
      return `\`${key}\` stands under \`train:\``
    const section = ['data', 'budget', 'resources', 'deploy'].find(
      (each) => propertySchema(language(each), key) !== undefined,
    )
    return section === undefined ? undefined : `\`${key}\` stands under \`${section}:\``
  }

/** Defaults of parameters are arguments that the definition gives itself. */
function giveDefaults(place: Place, walking: Walking): void {
  const part = walking.parts(place.scope).get(place.key)
  for (const [parameter, standard] of part?.parameters ?? []) {
    if (standard === undefined || part === undefined) continue
    const scope: Scope = { ...place.scope, section: 'space' }
    walking.argumentGiven(part.name, parameter, standard, { ...place, open: true, scope })
  }
}

/** `train`: options of the native procedure, open. */
function visitTraining(procedure: string, node: LocatedNode, place: Place, walking: Walking): void {
  const definition = walking.catalogue.procedure.get(procedure)
  for (const diagnostic of walking.structure.check({ type: 'object' }, node, place))
    walking.report(diagnostic)
  if (definition === undefined || node.kind !== 'map') return
  const scope: Scope = { ...place.scope, section: 'train' }
  // An arm changes options; what is required may stand in the specification.
  const whole = place.scope.arm === undefined ? definition : { ...definition, required: [] }
  visitOptions(
    { ...whole, kind: place.key },
    node.entries,
    place.keySpan,
    { ...place, open: true, scope },
    walking,
  )
}

/** Marks that a text carries. */
function visitMarks(schema: OptionSchema, node: LocatedNode, place: Place, walking: Walking): void {
  const text = textOf(node)
  const { 'x-unit': unit, 'x-metric': metric, 'x-expression': purpose } = schema
  if (text === undefined) return
  if (unit === 'duration' || unit === 'size') {
    if ((unit === 'duration' ? parseDuration(text) : parseSize(text)) === undefined) {
      walking.report(
        finding(
          'wrong-unit',
          node.span,
          `${place.name([])} is \`${text}\`; expected a number above 0 with a unit, ${listWords(unitsOf(unit))}.`,
          {
            hint: unit === 'duration' ? 'write `90s`, `10m` or `1.5h`' : 'write `512MiB` or `2GiB`',
          },
        ),
      )
    }
  }
  if (metric === true) {
    const direction =
      place.key === 'maximize' || place.key === 'minimize' ? ({ direction: place.key } as const) : {}
    walking.survey.metrics.push({ name: text, span: node.span, ...direction })
  }
  if (purpose === 'constraint') {
    visitExpression(
      purpose,
      { value: node, keySpan: place.keySpan },
      { ...place, scope: { ...place.scope, section: 'constraints' } },
      walking,
    )
  }
}

/** Properties and items whose schemas carry marks; the rest was checked with the whole. */
function visitBelow(schema: OptionSchema, node: LocatedNode, place: Place, walking: Walking): void {
  if (node.kind === 'map' && (typesOf(schema).length === 0 || typesOf(schema).includes('object'))) {
    for (const entry of node.entries) {
      const below = propertySchema(schema, entry.key)
      if (below !== undefined && isMarked(below)) walking.visit(below, entry.value, placeOf(entry, place))
    }
  }
  const { items } = schema
  if (node.kind !== 'list' || !isSchema(items) || !isMarked(items)) return
  for (const [index, item] of node.items.entries()) {
    const keySpan = item.kind === 'map' ? (item.entries[0]?.keySpan ?? item.span) : item.span
    walking.visit(items, item, { ...place, keySpan, name: (path) => place.name([index, ...path]) })
  }
}

function placeOf(entry: LocatedEntry, place: Place): Place {
  const top = place.key === '' || place.scope.arm === place.key
  const section = top ? SECTIONS[entry.key] : undefined
  const { around, noun } = place
  return {
    around,
    noun,
    name: (path) => place.name([entry.key, ...path]),
    key: entry.key,
    keySpan: entry.keySpan,
    open: place.open || section !== undefined,
    scope: section === undefined ? place.scope : { ...place.scope, section },
  }
}

/** Sections below which values may be chosen. */
const SECTIONS: Readonly<Record<string, Scope['section']>> = { space: 'space', train: 'train' }

function recordReferences(
  node: LocatedNode,
  scope: Scope,
  survey: { references: Survey['references'][number][] },
): void {
  for (const each of walk(node)) {
    const name = referenceOf(each.node)
    if (name !== undefined) survey.references.push({ name, span: each.node.span, scope })
  }
}
