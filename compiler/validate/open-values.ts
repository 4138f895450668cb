// Values that may be chosen: literals, `$name`, `{ expr }`, `{ const }`, choices and distributions — and lists, where a list is a choice.
import type { OptionSchema } from '../../schemas/definition.js'
import { finding } from '../source/finding.js'
import {
  entryOf,
  textOf,
  toJson,
  type LocatedEntry,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import { admitsList, admitsMap, isOpen } from './schema-marks.js'
import { describeSchema, describeValue, listWords } from './schema-words.js'
import type { Form } from './survey.js'
import type { Place, Walking } from './walking.js'

/** Keys that make a map an open value. */
export const FORMS: readonly Form[] = [
  'choice',
  'uniform',
  'log_uniform',
  'int',
  'log_int',
  'normal',
  'expr',
  'const',
]

/** The form of a value that is a map, if it has one. */
export const formOf = (node: LocatedNode): Form | undefined =>
  FORMS.find((form) => entryOf(node, form) !== undefined)

/** The name behind `$`, where a node is a reference. */
export function referenceOf(node: LocatedNode): string | undefined {
  const text = textOf(node)
  return text !== undefined && text.length > 1 && text.startsWith('$') && !text.startsWith('${')
    ? text.slice(1)
    : undefined
}

/** Checks a value whose schema is open. */
export function visitOpenValue(
  schema: OptionSchema,
  node: LocatedNode,
  place: Place,
  walking: Walking,
): void {
  if (!place.open) return visitClosedValue(schema, node, place, walking)
  const reference = referenceOf(node)
  if (reference !== undefined) {
    walking.survey.references.push({ name: reference, span: node.span, scope: place.scope })
  } else if (node.kind === 'list' && !admitsList(schema)) {
    visitChoice(schema, node, node, place, walking)
  } else if (node.kind === 'map' && formOf(node) !== undefined) {
    visitForm(schema, node, place, walking)
  } else if (node.kind === 'map' && !admitsMap(schema)) {
    walking.report(unknownForm(schema, node, place))
  } else {
    visitLiteral(schema, node, place, walking)
  }
}

/** Checks a value that must be written out: what looks chosen is refused by name. */
export function visitClosedValue(
  schema: OptionSchema,
  node: LocatedNode,
  place: Place,
  walking: Walking,
): void {
  const chosen =
    referenceOf(node) !== undefined ||
    (node.kind === 'map' && formOf(node) !== undefined && !admitsMap(schema)) ||
    (node.kind === 'list' && !admitsList(schema))
  if (!chosen) return visitLiteral(schema, node, place, walking)
  walking.report(
    finding(
      'fixed-option',
      node.span,
      `${place.name([])} is ${describeValue(toJson(node))}; it cannot be chosen and takes ${describeSchema(schema)}.`,
      {
        hint: place.open
          ? 'write one value'
          : 'choices stand under `space`, `hyperparameters` and `train` only',
      },
    ),
  )
}

const visitLiteral = (schema: OptionSchema, node: LocatedNode, place: Place, walking: Walking): void => {
  for (const diagnostic of walking.structure.check(schema, node, place)) walking.report(diagnostic)
}

function visitForm(schema: OptionSchema, node: LocatedMap, place: Place, walking: Walking): void {
  const form = formOf(node)
  const body = form === undefined ? undefined : entryOf(node, form)
  if (form === undefined || body === undefined) return
  for (const entry of node.entries) if (entry !== body) visitBeside(form, entry, schema, place, walking)
  switch (form) {
    case 'choice':
      return visitChoice(schema, node, body.value, place, walking)
    case 'const':
      return visitLiteral(schema['x-lists'] === true ? {} : schema, body.value, place, walking)
    case 'expr':
      return visitExpression('expr', body, place, walking)
    default:
      walking.survey.openValues.push({
        form,
        node,
        body: body.value,
        listed: false,
        schema,
        name: place.name([]),
        scope: place.scope,
      })
  }
}

function visitChoice(
  schema: OptionSchema,
  node: LocatedNode,
  body: LocatedNode,
  place: Place,
  walking: Walking,
): void {
  const listed = node === body
  const { scope } = place
  walking.survey.openValues.push({ form: 'choice', node, body, listed, schema, name: place.name([]), scope })
  if (body.kind !== 'list') return
  for (const [index, item] of body.items.entries()) {
    const at: Place = {
      ...place,
      name: (path) =>
        path.length === 0 ? `value ${String(index + 1)} of ${place.name([])}` : place.name(path),
    }
    if (item.kind === 'list' && !admitsList(schema)) {
      if (schema['x-lists'] === true && !listed) continue
      visitLiteral(schema, item, at, walking)
    } else if (item.kind === 'map' && formOf(item) !== 'expr' && formOf(item) !== 'const') {
      visitLiteral(schema, item, at, walking)
    } else {
      visitOpenValue(schema, item, at, walking)
    }
  }
}

/** Keys that may stand beside a form: `where` beside a choice, and what the place allows. */
function visitBeside(
  form: Form,
  entry: LocatedEntry,
  schema: OptionSchema,
  place: Place,
  walking: Walking,
): void {
  const { 'x-beside': beside } = schema
  const allowed = [
    ...(form === 'choice' ? ['where'] : []),
    ...(Array.isArray(beside) ? beside.map(String) : []),
  ]
  if (!allowed.includes(entry.key)) {
    const owner = `${place.name([])} is written with \`${form}\`, which`
    walking.report(
      finding('unknown-key', entry.keySpan, `${owner} takes no \`${entry.key}\` beside it.`, {
        hint:
          (entry.key === 'where'
            ? '`where` filters the values of a `choice`'
            : didYouMean(entry.key, allowed)) ??
          (allowed.length === 0 ? 'delete it' : `beside it may stand ${listWords(allowed)}`),
      }),
    )
  } else if (entry.key === 'where' || entry.key === 'when') {
    visitExpression(entry.key, entry, place, walking)
  }
}

/** Records an expression; its syntax is a rule's affair. */
export function visitExpression(
  purpose: 'expr' | 'where' | 'when' | 'constraint',
  entry: Pick<LocatedEntry, 'value' | 'keySpan'>,
  place: Place,
  walking: Walking,
): void {
  const { value } = entry
  if (value.kind === 'scalar' && value.value !== null) {
    walking.survey.expressions.push({ text: String(value.value), node: value, purpose, scope: place.scope })
    return
  }
  walking.report(
    finding(
      'wrong-type',
      value.kind === 'scalar' ? entry.keySpan : value.span,
      `\`${purpose}\` is ${describeValue(toJson(value))}; expected an expression such as \`"2 * width"\`.`,
      {
        hint: 'write the expression as a text in quotes',
      },
    ),
  )
}

function unknownForm(schema: OptionSchema, node: LocatedMap, place: Place): ReturnType<typeof finding> {
  const [first] = node.entries
  const key = first?.key ?? ''
  return finding(
    'wrong-type',
    first?.keySpan ?? node.span,
    `${place.name([])} is ${describeValue(toJson(node))}; expected ${describeSchema(schema)}, or one of the forms ${listWords(FORMS)}.`,
    { hint: didYouMean(key, FORMS) },
  )
}

/** Whether a value may be chosen at this place. */
export const mayChoose = (schema: OptionSchema, place: Place): boolean => place.open && isOpen(schema)
