// Components and their options: the definition is found by kind first, and the options are checked against its schemas alone.
import type { Definition, OptionSchema, Role } from '../../schemas/definition.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import { entryOf, toJson, type LocatedEntry, type LocatedNode } from '../source/located-node.js'
import { definitionOf, readComponent, readOptions, type WrittenComponent } from './component.js'
import { didYouMean, nearest } from '../../runtime/support/did-you-mean.js'
import { formOf, referenceOf } from './open-values.js'
import { visitPartUse } from './part-use.js'
import { admitsMap, isOpen, roleOf, typesOf } from './schema-marks.js'
import { describeSchema, describeValue, listWords, ROLES, withArticle } from './schema-words.js'
import { unknownKind } from './unknown-kind.js'
import { optionName, type Place, type Walking } from './walking.js'

/** Checks a value made of components: one, a list, a record of them, or a choice among them. */
export function visitComponents(
  schema: OptionSchema,
  node: LocatedNode,
  place: Place,
  walking: Walking,
): void {
  const role = roleOf(schema)
  if (role === undefined || passParameter(schema, node, place, walking)) return
  const types = typesOf(schema)
  if (types.includes('array') && node.kind === 'list') return visitList(schema, role, node, place, walking)
  if (types.includes('object') && !types.includes('array'))
    return visitRecord(schema, role, node, place, walking)
  const choice = formOf(node) === 'choice' ? entryOf(node, 'choice')?.value : undefined
  const alternatives = choice ?? node
  if (role !== 'layer' && isOpen(schema) && alternatives.kind === 'list') {
    if (!place.open) return refuseChoice(schema, node, place, walking)
    const { scope } = place
    const listed = choice === undefined
    walking.survey.openValues.push({
      form: 'choice',
      node,
      body: alternatives,
      listed,
      schema,
      name: place.name([]),
      scope,
    })
    for (const item of alternatives.items) visitComponent(role, item, place, walking)
    return
  }
  visitComponent(role, node, place, walking)
}

/** Checks one component. In a layer's place a bare list is a sequence, and names of `define:` are known. */
export function visitComponent(role: Role, node: LocatedNode, place: Place, walking: Walking): void {
  if (passParameter({ 'x-role': role }, node, place, walking)) return
  if (role === 'layer' && node.kind === 'list') {
    walking.survey.siblings.push(node.items)
    for (const item of node.items) visitComponent(role, item, place, walking)
    return
  }
  const written = readComponent(node)
  if (written === undefined) return walking.report(notAComponent(role, node, walking))
  const part = role === 'layer' ? walking.parts(place.scope).get(written.kind) : undefined
  if (part !== undefined) return visitPartUse(part, written, place, walking)
  const definition = definitionOf(walking.catalogue, role, written.kind)
  if (definition === undefined) return walking.report(unknownKind(role, written, place, walking))
  visitKnown(role, written, definition, place, walking)
}

function visitKnown(
  role: Role,
  written: WrittenComponent,
  definition: Definition,
  place: Place,
  walking: Walking,
): void {
  const { report } = walking
  const read = readOptions(written, definition)
  if (read.form === 'none') return report(bareValue(written, definition, read.value))
  const entries: readonly LocatedEntry[] =
    read.form === 'options'
      ? read.entries
      : [{ key: read.option, keyValue: read.option, keySpan: written.span, value: read.value }]
  const options = new Map(entries.map(({ key, value }) => [key, value]))
  walking.survey.components.push({
    role,
    kind: written.kind,
    span: written.span,
    definition,
    options,
    scope: place.scope,
  })
  visitOptions(definition, entries, written.span, place, walking)
}

/** Checks written options against those of a definition; `name` belongs to every component of a space. */
export function visitOptions(
  definition: Definition,
  entries: readonly LocatedEntry[],
  span: Span,
  place: Place,
  walking: Walking,
): void {
  const inside: Place = { ...place, noun: 'option', around: [definition, ...place.around] }
  for (const entry of entries) {
    const schema = Object.hasOwn(definition.options, entry.key) ? definition.options[entry.key] : undefined
    const at = {
      ...inside,
      name: optionName(definition.kind, entry.key),
      key: entry.key,
      keySpan: entry.keySpan,
    }
    if (schema !== undefined) walking.visit(schema, entry.value, at)
    else if (entry.key === 'name' && isModule(definition)) walking.visit(NAME, entry.value, at)
    else walking.report(unknownOption(definition, entry, place, walking))
  }
  const known = Object.keys(definition.options)
  const meant = entries.map(({ key }) => (known.includes(key) ? key : nearest(key, known)))
  for (const required of definition.required) {
    if (meant.includes(required)) continue
    const hint = `add \`${required}:\` with ${describeSchema(definition.options[required] ?? {})}`
    walking.report(
      finding('missing-option', span, `\`${definition.kind}\` needs the option \`${required}\`.`, { hint }),
    )
  }
}

/** The universal name of a component in a space. */
const NAME: OptionSchema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]*$' }

const isModule = ({ role }: Definition): boolean => role === 'layer' || role === 'combinator'

/** A parameter of the enclosing definition may stand anywhere; what it stands for is checked where arguments are known. */
function passParameter(schema: OptionSchema, node: LocatedNode, place: Place, walking: Walking): boolean {
  const parameter = parameterOf(node, place, walking)
  if (parameter === undefined) return false
  walking.parameterUsed(parameter, schema, place)
  return true
}

/** The parameter of the enclosing definition that a node refers to. */
export function parameterOf(node: LocatedNode, place: Place, walking: Walking): string | undefined {
  const name = referenceOf(node)
  const { definition } = place.scope
  if (name === undefined || definition === undefined) return undefined
  return walking.parts(place.scope).get(definition)?.parameters.has(name) === true ? name : undefined
}

function visitList(
  schema: OptionSchema,
  role: Role,
  node: LocatedNode & { kind: 'list' },
  place: Place,
  walking: Walking,
): void {
  for (const diagnostic of walking.structure.check(schema, node, place)) walking.report(diagnostic)
  if (role === 'layer') walking.survey.siblings.push(node.items)
  for (const item of node.items) visitComponent(role, item, place, walking)
}

function visitRecord(
  schema: OptionSchema,
  role: Role,
  node: LocatedNode,
  place: Place,
  walking: Walking,
): void {
  const map: OptionSchema = {
    type: 'object',
    ...(schema['minProperties'] === undefined ? {} : { minProperties: schema['minProperties'] }),
  }
  const problems = walking.structure.check(map, node, place)
  for (const diagnostic of problems) walking.report(diagnostic)
  if (node.kind !== 'map') return
  for (const entry of node.entries)
    visitComponent(role, entry.value, { ...place, key: entry.key, keySpan: entry.keySpan }, walking)
}

function unknownOption(
  definition: Definition,
  entry: LocatedEntry,
  place: Place,
  walking: Walking,
): Diagnostic {
  const { key } = entry
  const owner = place.around.find((each) => Object.hasOwn(each.options, key))
  const others = [...walking.catalogue[definition.role].values()].filter((each) =>
    Object.hasOwn(each.options, key),
  )
  const names = Object.keys(definition.options)
  const hint =
    (owner === undefined ? undefined : `\`${key}\` is an option of \`${owner.kind}\`: move it there`) ??
    didYouMean(key, names) ??
    (others.length > 0 && others.length < 4
      ? `\`${key}\` is an option of ${listWords(others.map(({ kind }) => kind))}`
      : undefined) ??
    (names.length === 0
      ? 'it has no options'
      : `its options are ${listWords(names).replace(' or ', ' and ')}`)
  return finding('unknown-option', entry.keySpan, `\`${definition.kind}\` has no option \`${key}\`.`, {
    hint,
  })
}

function bareValue(written: WrittenComponent, definition: Definition, value: LocatedNode): Diagnostic {
  const [option] = Object.keys(definition.options)
  return finding(
    'wrong-type',
    value.span,
    `\`${written.kind}\` is written with ${describeValue(toJson(value))}; expected a map of options.`,
    {
      hint:
        option === undefined
          ? `write \`${written.kind}\` alone`
          : `write \`${written.kind}: { ${option}: … }\``,
    },
  )
}

function notAComponent(role: Role, node: LocatedNode, walking: Walking): Diagnostic {
  const noun = withArticle(ROLES[role])
  if (node.kind !== 'map' || node.entries.length < 2) {
    return finding('not-a-component', node.span, `found ${describeValue(toJson(node))}; expected ${noun}.`, {
      hint: `write a kind, or a kind with its options: \`{ kind: { option: value } }\``,
    })
  }
  const keys = node.entries.map(({ key }) => key)
  const owner = node.entries.find(({ key }) => definitionOf(walking.catalogue, role, key) !== undefined)
  const definition = owner === undefined ? undefined : definitionOf(walking.catalogue, role, owner.key)
  const astray = keys.find(
    (key) => key !== owner?.key && definition !== undefined && Object.hasOwn(definition.options, key),
  )
  const second = node.entries[1]
  return finding(
    'not-a-component',
    second?.keySpan ?? node.span,
    `found ${listWords(keys).replace(' or ', ' and ')} side by side; expected one kind with its options below it.`,
    {
      hint:
        astray !== undefined && owner !== undefined
          ? `indent \`${astray}\` below \`${owner.key}\``
          : 'put each component into a list item of its own',
    },
  )
}

function refuseChoice(schema: OptionSchema, node: LocatedNode, place: Place, walking: Walking): void {
  walking.report(
    finding(
      'fixed-option',
      node.span,
      `${place.name([])} cannot be chosen; expected ${describeSchema(schema)}.`,
      {
        hint: admitsMap(schema)
          ? undefined
          : 'choices stand under `space`, `hyperparameters` and `train` only',
      },
    ),
  )
}
