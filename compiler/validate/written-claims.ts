// Claims as written, sentences and maps alike, with the place of each part: for the rules about them.
import type { Json } from '../../schemas/json.js'
import type { Span } from '../../schemas/diagnostic.js'
import {
  toJson,
  valueOf,
  type LocatedMap,
  type LocatedNode,
  type LocatedScalar,
} from '../source/located-node.js'
import { claimKindOf } from './claim-map.js'
import { parseClaimSentence } from './claim-sentence.js'
import type { RuleContext } from './rules/rule.js'

/** A claim that could be read. */
export interface WrittenClaim {
  readonly node: LocatedNode
  readonly parts: Readonly<Record<string, Json>>
  /** Where a part stands: its value in a map, its word in a sentence, else the whole claim. */
  readonly spanOf: (part: string) => Span
}

/** Nodes of the section. */
export function claimNodes({ root }: RuleContext): readonly LocatedNode[] {
  const section = valueOf(root, 'claims')
  return section?.kind === 'list' ? section.items : []
}

/** Claims that could be read; the others are reported by `claim-sentence` and `claim-form`. */
export const claimsOf = (context: RuleContext): readonly WrittenClaim[] =>
  claimNodes(context).flatMap((node) => {
    if (node.kind === 'map') return fromMap(node, context)
    return node.kind === 'scalar' && typeof node.value === 'string' ? fromSentence(node, node.value) : []
  })

function fromMap(node: LocatedMap, { catalogue }: RuleContext): readonly WrittenClaim[] {
  const claimed = claimKindOf(node, catalogue)
  if (claimed === undefined) return []
  const { definition, word } = claimed
  const parts: Record<string, Json> = { claim: definition.kind }
  const places = new Map<string, Span>()
  for (const entry of node.entries) {
    const part = entry === word ? 'arm' : entry.key
    parts[part] = toJson(entry.value)
    places.set(part, entry.value.span)
  }
  return [{ node, parts, spanOf: (part) => places.get(part) ?? node.span }]
}

function fromSentence(node: LocatedScalar, sentence: string): readonly WrittenClaim[] {
  const parts = parseClaimSentence(sentence)
  if (parts === undefined) return []
  return [{ node, parts, spanOf: (part) => wordSpan(node, sentence, part, parts[part]) }]
}

/** The word of a sentence, where the sentence stands as written on one line. */
function wordSpan(node: LocatedScalar, sentence: string, part: string, value: Json | undefined): Span {
  const { start, end, file } = node.span
  const quotes = node.quoted ? 1 : 0
  const plain = start.line === end.line && end.offset - start.offset === sentence.length + 2 * quotes
  const leads: Readonly<Record<string, RegExp>> = { than: /\b(?:than|to)\s+/, on: /\bon\s+/ }
  const lead = leads[part]?.exec(sentence)
  const at =
    part === 'arm'
      ? sentence.search(/\S/)
      : lead === undefined || lead === null
        ? -1
        : lead.index + lead[0].length
  if (!plain || at < 0 || typeof value !== 'string' || !sentence.startsWith(value, at)) return node.span
  const move = (by: number) => ({ line: start.line, column: start.column + by, offset: start.offset + by })
  return { file, start: move(quotes + at), end: move(quotes + at + value.length) }
}
