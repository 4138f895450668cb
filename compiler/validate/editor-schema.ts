// The one JSON Schema that editors read: the language's sections with every kind of the catalogue put in, so that an editor
// completes and explains them. Draft 7, which YAML editors know best. Looser than `check`: what an editor cannot know, it allows.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Definition, OptionSchema, Role } from '../../schemas/definition.js'
import type { Json, JsonObject } from '../../schemas/json.js'
import { shorthandOf } from './component.js'
import type { Language } from './language.js'
import { FORMS } from './open-values.js'
import { admitsList, isOpen, isSchema, roleOf, typesOf } from './schema-marks.js'
import { ROLES } from './schema-words.js'

/** The bundle; keys in a fixed order, so that equal catalogues give equal bytes. */
export function editorSchema(language: Language, catalogue: Catalogue): JsonObject {
  const roles = (Object.keys(ROLES) as Role[]).sort().filter((role) => role !== 'combinator')
  const experiment = translate(language('experiment'), catalogue)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(isSchema(experiment) ? experiment : {}),
    definitions: {
      ...Object.fromEntries(
        SECTIONS.map((section) => [`section-${section}`, sectionSchema(section, language, catalogue)]),
      ),
      ...Object.fromEntries(roles.map((role) => [`role-${role}`, roleSchema(role, catalogue)])),
      forms: formsSchema,
    },
  }
}

/** Sections with a schema of their own; the experiment itself is the root. */
const SECTIONS = [
  'arm',
  'budget',
  'claim',
  'configuration',
  'data',
  'definition',
  'deploy',
  'fidelity',
  'hyperparameter',
  'objective',
  'report',
  'resources',
  'waiver',
] as const

function sectionSchema(section: string, language: Language, catalogue: Catalogue): Json {
  const schema = translate(language(section), catalogue)
  if (section === 'objective') return { anyOf: [schema, { type: 'array', items: schema }] }
  // A definition may be written as its body alone.
  if (section === 'definition') return { anyOf: [schema, reference('role-layer')] }
  if (section === 'claim')
    return {
      ...(isSchema(schema) ? schema : {}),
      properties: claimProperties(catalogue),
      additionalProperties: false,
    }
  return schema
}

/** Marks become what an editor understands. */
function translate(schema: OptionSchema, catalogue: Catalogue): Json {
  const { 'x-section': section, 'x-options-of': procedure, description } = schema
  const about = description === undefined ? {} : { description }
  if (typeof section === 'string') return { ...about, allOf: [reference(`section-${section}`)] }
  if (typeof procedure === 'string') {
    const definition = catalogue.procedure.get(procedure)
    return {
      ...about,
      ...(definition === undefined ? {} : optionsSchema({ ...definition, required: [] }, catalogue)),
    }
  }
  const role = roleOf(schema)
  if (role !== undefined) return { ...about, ...componentSchema(schema, role) }
  const plain = Object.fromEntries(
    Object.entries(schema).flatMap(([word, value]) =>
      word.startsWith('x-') ? [] : [[word, translateWord(word, value, catalogue)]],
    ),
  )
  return isOpen(schema) ? openSchema(schema, plain) : plain
}

function translateWord(word: string, value: Json, catalogue: Catalogue): Json {
  if (word === 'properties' && isSchema(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, isSchema(part) ? translate(part, catalogue) : part]),
    )
  }
  if ((word === 'items' || word === 'additionalProperties') && isSchema(value))
    return translate(value, catalogue)
  return value
}

/** A value that may be chosen: itself, `$name`, a form, or a list where a list is a choice. */
function openSchema(schema: OptionSchema, plain: JsonObject): Json {
  const { description, default: standard, ...rest } = plain
  return {
    ...(description === undefined ? {} : { description }),
    ...(standard === undefined ? {} : { default: standard }),
    anyOf: [
      rest,
      { type: 'string', pattern: '^\\$' },
      reference('forms'),
      ...(admitsList(schema) ? [] : [{ type: 'array', minItems: 1 }]),
    ],
  }
}

function componentSchema(schema: OptionSchema, role: Role): JsonObject {
  const one = reference(`role-${role}`)
  const types = typesOf(schema)
  if (types.includes('array')) return { anyOf: [{ type: 'array', items: one }, one] }
  if (types.includes('object')) return { type: 'object', additionalProperties: one }
  return isOpen(schema)
    ? { anyOf: [one, reference('forms'), { type: 'array', items: one }] }
    : { allOf: [one] }
}

/** Every kind of a role: as a word, or as a map with options. A layer's place also takes lists and names of `define:`. */
function roleSchema(role: Role, catalogue: Catalogue): Json {
  const members = [...catalogue[role].values(), ...(role === 'layer' ? catalogue.combinator.values() : [])]
  const sorted = members.sort((a, b) => (a.kind < b.kind ? -1 : 1))
  const words = sorted.map(({ kind, summary }) => ({ const: kind, description: summary }))
  const map: JsonObject = {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    properties: Object.fromEntries(
      sorted.map((definition) => [definition.kind, useSchema(definition, catalogue)]),
    ),
    additionalProperties: role === 'layer',
  }
  if (role !== 'layer') return { anyOf: [{ oneOf: words }, map] }
  return {
    anyOf: [{ oneOf: words }, { type: 'string' }, map, { type: 'array', items: reference('role-layer') }],
  }
}

function useSchema(definition: Definition, catalogue: Catalogue): Json {
  const shorthand = shorthandOf(definition)
  const schema = shorthand === undefined ? undefined : definition.options[shorthand]
  const options = optionsSchema(definition, catalogue)
  const bare = schema === undefined ? [] : [translate(schema, catalogue)]
  const none = definition.required.length === 0 ? [{ type: 'null' }] : []
  return { description: definition.summary, anyOf: [options, ...bare, ...none] }
}

function optionsSchema(definition: Definition, catalogue: Catalogue): JsonObject {
  const isModule = definition.role === 'layer' || definition.role === 'combinator'
  const name: JsonObject = isModule
    ? { name: { type: 'string', description: 'Name in the paths of its choices.' } }
    : {}
  const options = Object.entries(definition.options).map(
    ([key, schema]) => [key, translate(schema, catalogue)] as const,
  )
  return {
    type: 'object',
    properties: { ...Object.fromEntries(options), ...name },
    ...(definition.required.length === 0 ? {} : { required: definition.required }),
    additionalProperties: false,
  }
}

function claimProperties(catalogue: Catalogue): JsonObject {
  const kinds = [...catalogue.claim.values()].filter(({ kind }) => kind !== 'threshold')
  const words = kinds.map(({ kind, summary }) => [kind, { type: 'string', description: summary }] as const)
  const options = [...catalogue.claim.values()].flatMap((definition) =>
    Object.entries(definition.options).map(([key, schema]) => [key, translate(schema, catalogue)] as const),
  )
  return {
    ...Object.fromEntries(words),
    arm: { type: 'string', description: 'The arm that a threshold is about.' },
    ...Object.fromEntries(options),
  }
}

/** `{ choice: … }`, distributions, `{ expr: … }` and `{ const: … }`, with what may stand beside them. */
const formsSchema: JsonObject = {
  type: 'object',
  anyOf: FORMS.map((form) => ({ required: [form] })),
  properties: {
    choice: { type: 'array', minItems: 1, description: 'Values to choose among.' },
    uniform: { type: 'array', minItems: 2, maxItems: 2, description: 'Real between low and high.' },
    log_uniform: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      description: 'Real between low and high, uniform in its logarithm.',
    },
    int: { type: 'array', minItems: 2, maxItems: 2, description: 'Integer from low to high.' },
    log_int: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      description: 'Integer from low to high, uniform in its logarithm.',
    },
    normal: { type: 'array', minItems: 2, maxItems: 2, description: 'Normal with mean and deviation.' },
    expr: { type: ['string', 'number'], description: 'Computed: `2 * width`.' },
    const: { description: 'A literal, where a list would be read as a choice.' },
    where: { type: 'string', description: 'Keeps the values of a choice for which it holds.' },
    when: { type: 'string', description: 'The hyperparameter exists only where this holds.' },
    description: { type: 'string' },
  },
  additionalProperties: false,
}

const reference = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` })
