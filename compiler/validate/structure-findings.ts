// What JSON Schema complains of, in one sentence with both sides quoted, at the key or value concerned.
import type { OptionSchema } from '../../schemas/definition.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'

import { finding } from '../source/finding.js'
import { nodeAt, spanAt, toJson, type LocatedNode, type Path } from '../source/located-node.js'
import { didYouMean, nearest } from '../../runtime/support/did-you-mean.js'
import { describeSchema, describeValue, listWords } from './schema-words.js'
import { propertiesOf, propertySchema, isSchema } from './schema-marks.js'

/** One complaint, whatever library made it. */
export interface Issue {
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly path: Path
  /** Of the whole node. */
  readonly schema: OptionSchema
}

/** How the node is called in messages. */
export interface IssueContext {
  /** What a path below the node is called: `` `budget.trials` `` or ``option `filters` of `conv2d` ``. */
  readonly name: (path: Path) => string
  /** Where the node's own key stands: for what is missing from it. */
  readonly keySpan: Span
  /** `option` below a component, `key` elsewhere. */
  readonly noun: 'key' | 'option'
  /** Where a key that is not known here would belong. */
  readonly whereElse?: (key: string) => string | undefined
}

/** Without what is missing only because it is misspelt: the unknown key next to it tells. */
export function withoutMisspelt(issues: readonly Issue[]): readonly Issue[] {
  const meant = new Set(
    issues.flatMap(({ keyword, params, path, schema }) => {
      if (keyword !== 'additionalProperties') return []
      const near = nearest(String(params['additionalProperty']), propertiesOf(schemaAt(schema, path)).keys())
      return near === undefined ? [] : [[...path, near].join('/')]
    }),
  )
  return issues.filter(
    ({ keyword, params, path }) =>
      keyword !== 'required' || !meant.has([...path, String(params['missingProperty'])].join('/')),
  )
}

/** The finding that an issue amounts to. */
export function explainIssue(issue: Issue, node: LocatedNode, context: IssueContext): Diagnostic {
  switch (issue.keyword) {
    case 'additionalProperties':
      return unknownKey(issue, node, context)
    case 'required':
      return missingKey(issue, node, context)
    case 'propertyNames':
      return badKeyName(issue, node, context)
    default:
      return badValue(issue, node, context)
  }
}

function unknownKey(issue: Issue, node: LocatedNode, context: IssueContext): Diagnostic {
  const key = String(issue.params['additionalProperty'])
  const known = [...propertiesOf(schemaAt(issue.schema, issue.path)).keys()]
  const span = spanAt(node, [...issue.path, key], 'key')
  const elsewhere = context.whereElse?.(key)
  const hint = elsewhere ?? didYouMean(key, known) ?? knownKeys(known, context.noun)
  const owner = context.name(issue.path)
  return context.noun === 'option'
    ? finding('unknown-option', span, `${owner} has no option \`${key}\`.`, { hint })
    : finding('unknown-key', span, `${owner} has no key \`${key}\`.`, { hint })
}

const knownKeys = (known: readonly string[], noun: string): string | undefined =>
  known.length === 0
    ? `it takes no ${noun}s`
    : `its ${noun}s are ${listWords(known).replace(' or ', ' and ')}`

function missingKey(issue: Issue, node: LocatedNode, context: IssueContext): Diagnostic {
  const key = String(issue.params['missingProperty'])
  const span = issue.path.length === 0 ? context.keySpan : spanAt(node, issue.path, 'key')
  const schema = propertySchema(schemaAt(issue.schema, issue.path), key)
  const hint = schema === undefined ? undefined : `add \`${key}:\` with ${describeSchema(schema)}`
  const owner = context.name(issue.path)
  return context.noun === 'option'
    ? finding('missing-option', span, `${owner} needs the option \`${key}\`.`, { hint })
    : finding('missing-key', span, `${owner} needs the key \`${key}\`.`, { hint })
}

function badKeyName(issue: Issue, node: LocatedNode, context: IssueContext): Diagnostic {
  const key = String(issue.params['propertyName'])
  return finding(
    'wrong-name',
    spanAt(node, [...issue.path, key], 'key'),
    `\`${key}\` cannot be a name in ${context.name(issue.path)}; names are letters, digits and \`_\`, beginning with a letter.`,
    { hint: `write \`${suggestName(key)}\`` },
  )
}

const suggestName = (key: string): string => {
  const plain = key
    .trim()
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return /^[A-Za-z]/.test(plain) ? plain.toLowerCase() : `n_${plain.toLowerCase()}`
}

function badValue(issue: Issue, node: LocatedNode, context: IssueContext): Diagnostic {
  const target = nodeAt(node, issue.path) ?? node
  const value = toJson(target)
  const schema = schemaAt(issue.schema, issue.path)
  const expected = describeSchema(schema)
  const code = CODES[issue.keyword] ?? 'wrong-value'
  const span = value === null && issue.path.length > 0 ? spanAt(node, issue.path, 'key') : target.span
  const message = `${context.name(issue.path)} is ${describeValue(value)}; expected ${expectation(issue, expected)}.`
  return finding(code, span, message, { hint: hintFor(value, schema, issue) })
}

const counted = (count: unknown, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`

function expectation(issue: Issue, expected: string): string {
  const { limit, pattern } = issue.params
  switch (issue.keyword) {
    case 'minItems':
    case 'minLength':
      return `at least ${counted(limit, issue.keyword === 'minItems' ? 'item' : 'character')}`
    case 'maxItems':
    case 'maxLength':
      return `at most ${counted(limit, issue.keyword === 'maxItems' ? 'item' : 'character')}`
    case 'minProperties':
    case 'maxProperties':
      return `${issue.keyword === 'minProperties' ? 'at least' : 'at most'} ${counted(limit, 'key')}`
    case 'uniqueItems':
      return 'a list without repetition'
    case 'multipleOf':
      return `a multiple of ${String(issue.params['multipleOf'])}`
    case 'pattern':
      return PATTERNS[String(pattern)] ?? `a text of the form /${String(pattern)}/`
    default:
      return expected
  }
}

/** What the patterns of the language say, in words. */
const PATTERNS: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9][A-Za-z0-9_.-]*$': 'letters, digits, `_`, `.` and `-`, beginning with a letter or digit',
}

const CODES: Readonly<Record<string, string>> = {
  type: 'wrong-type',
  anyOf: 'wrong-type',
  oneOf: 'wrong-type',
  enum: 'wrong-value',
  const: 'wrong-value',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  exclusiveMinimum: 'out-of-range',
  exclusiveMaximum: 'out-of-range',
  minItems: 'wrong-length',
  maxItems: 'wrong-length',
  minLength: 'wrong-length',
  maxLength: 'wrong-length',
  minProperties: 'wrong-length',
  maxProperties: 'wrong-length',
  uniqueItems: 'repeated-item',
  pattern: 'wrong-format',
}

function hintFor(value: unknown, schema: OptionSchema, issue: Issue): string | undefined {
  const { enum: values } = schema
  if (typeof value === 'string' && Array.isArray(values)) {
    return didYouMean(
      value,
      values.filter((each) => typeof each === 'string'),
    )
  }
  if (issue.keyword !== 'type' || typeof value !== 'string') return undefined
  if (/^(yes|no|on|off)$/i.test(value)) return 'YAML 1.2 knows only `true` and `false`'
  return /^(-?\d+(\.\d+)?(e[-+]?\d+)?|true|false)$/i.test(value)
    ? `remove the quotes: \`${value}\``
    : undefined
}

/** The schema that stands for a path below a node. */
function schemaAt(schema: OptionSchema, path: Path): OptionSchema {
  let at = schema
  for (const step of path) {
    const { items } = at
    at = propertySchema(at, String(step)) ?? (isSchema(items) ? items : {})
  }
  return at
}
