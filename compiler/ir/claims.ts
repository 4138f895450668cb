// `claims:` → claim nodes: sentences and maps alike, with the defaults of their kind.
import { describeQuantity } from '../../runtime/catalogue.js'
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Json } from '../../schemas/json.js'
import { parseClaimSentence } from '../validate/claim-sentence.js'
import { textOf, toJson, valueOf, type LocatedMap, type LocatedNode } from '../source/located-node.js'
import type { ClaimNode } from './nodes.js'

/** Defaults that hold for every kind of claim. */
const standard = { over: 'replicates', by: 'paired_permutation', at: 0.05 } as const

type Fields = Readonly<Record<string, Json>>

/** Claims in written order, ids unique. */
export function buildClaims(root: LocatedMap, catalogue: Catalogue): readonly ClaimNode[] {
  const section = valueOf(root, 'claims')
  const items = section === undefined ? [] : section.kind === 'list' ? section.items : [section]
  const given = new Map<string, number>()
  return items.flatMap((item) => {
    const fields = fieldsOf(item, catalogue)
    if (fields === undefined) return []
    const slug = textField(fields, 'id') ?? slugOf(fields)
    const uses = (given.get(slug) ?? 0) + 1
    given.set(slug, uses)
    return [buildClaim(uses === 1 ? slug : `${slug}-${uses}`, fields, item)]
  })
}

/** One map of fields, whatever the form: `claim` and `arm` come first. */
function fieldsOf(node: LocatedNode, catalogue: Catalogue): Fields | undefined {
  const sentence = textOf(node)
  if (sentence !== undefined) {
    const parsed = parseClaimSentence(sentence)
    return parsed === undefined ? undefined : { statement: sentence.trim(), ...parsed }
  }
  if (node.kind !== 'map') return undefined
  const kind = node.entries.find(({ key }) => catalogue.claim.has(key))
  const written = toJson(node)
  const plain = isFields(written) ? written : {}
  if (kind === undefined) return { claim: 'threshold', ...plain }
  const value = toJson(kind.value)
  const rest = Object.fromEntries(Object.entries(plain).filter(([key]) => key !== kind.key))
  return isFields(value) ? { claim: kind.key, ...value, ...rest } : { claim: kind.key, arm: value, ...rest }
}

function buildClaim(id: string, fields: Fields, node: LocatedNode): ClaimNode {
  const than = textField(fields, 'than')
  const margin = numberField(fields, 'margin')
  const bound = boundOf(fields)
  const factor = numberField(fields, 'factor')
  const { direction } = fields
  return {
    span: node.span,
    id,
    statement: textField(fields, 'statement') ?? sentenceOf(fields),
    claim: textField(fields, 'claim') ?? 'better',
    arm: textField(fields, 'arm') ?? '',
    ...(than === undefined ? {} : { than }),
    ...quantityOf(fields),
    over: overOf(fields),
    ...(fields['of'] === 'selected_configurations' ? { of: 'selected_configurations' } : {}),
    by: textField(fields, 'by') ?? standard.by,
    at: numberField(fields, 'at') ?? standard.at,
    ...(fields['alternative'] === 'one_sided' ? { alternative: 'one_sided' } : {}),
    ...(factor === undefined ? {} : { factor }),
    ...(direction === 'maximize' || direction === 'minimize' ? { direction } : {}),
    ...(margin === undefined ? {} : { margin }),
    ...(bound === undefined ? {} : { bound }),
    exploratory: fields['exploratory'] === true,
  }
}

/** A metric by its name, or `{ best_after: { metric: …, trials: … } }`. */
function quantityOf(fields: Fields): Pick<ClaimNode, 'on' | 'quantity'> {
  const { on } = fields
  if (on === undefined || !isFields(on)) return { on: textField(fields, 'on') ?? '' }
  const [kind, options] = Object.entries(on)[0] ?? []
  if (kind === undefined || options === undefined || !isFields(options)) return { on: '' }
  return { on: textField(options, 'metric') ?? '', quantity: { kind, options } }
}

function boundOf(fields: Fields): ClaimNode['bound'] {
  const least = numberField(fields, 'at_least')
  const most = numberField(fields, 'at_most')
  if (least === undefined && most === undefined) return undefined
  return {
    ...(least === undefined ? {} : { at_least: least }),
    ...(most === undefined ? {} : { at_most: most }),
    confidence: numberField(fields, 'confidence') ?? 1 - (numberField(fields, 'at') ?? standard.at),
  }
}

function overOf(fields: Fields): ClaimNode['over'] {
  const over = textField(fields, 'over')
  if (over === 'seeds' || over === 'folds' || over === 'tasks' || over === 'replicates') return over
  return fields['of'] === 'selected_configurations' ? 'seeds' : standard.over
}

/** `mcts-better-random-accuracy`. */
const slugOf = (fields: Fields): string =>
  ['arm', 'claim', 'than', 'on']
    .flatMap((key) => (key === 'on' ? quantityOf(fields).on : (textField(fields, key) ?? [])))
    .map((word) => word.replace(/[^A-Za-z0-9]+/g, '_'))
    .join('-')

function sentenceOf(fields: Fields): string {
  const arm = textField(fields, 'arm') ?? ''
  const than = textField(fields, 'than') ?? ''
  const { on, quantity } = quantityOf(fields)
  const what = quantity === undefined ? on : describeQuantity({ on, quantity })
  const margin = numberField(fields, 'margin')
  const within = margin === undefined ? '' : ` within ${margin}`
  switch (fields['claim']) {
    case 'not_worse':
      return `${arm} not worse than ${than} on ${what}${within}`
    case 'equivalent':
      return `${arm} equivalent to ${than} on ${what}${within}`
    case 'threshold': {
      const least = numberField(fields, 'at_least')
      const bound =
        least === undefined ? `at most ${numberField(fields, 'at_most') ?? ''}` : `at least ${least}`
      return `${arm} ${bound} on ${what}`
    }
    default: {
      const factor = numberField(fields, 'factor')
      const times = factor === undefined ? '' : ` by a factor of ${factor}`
      const by = margin === undefined ? '' : ` by at least ${margin}`
      return `${arm} ${String(fields['claim'])} than ${than} on ${what}${times}${by}`
    }
  }
}

const textField = (fields: Fields, key: string): string | undefined => {
  const value = fields[key]
  return typeof value === 'string' ? value : undefined
}

const numberField = (fields: Fields, key: string): number | undefined => {
  const value = fields[key]
  return typeof value === 'number' ? value : undefined
}

const isFields = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
