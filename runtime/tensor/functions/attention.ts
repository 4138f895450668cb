// Scaled dot-product attention.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Primitives, Value } from '../graph.js'
import { at } from '../rules/lanes.js'
import { fixedShape } from '../tensor-type.js'
import { tensorFrom } from '../tensor.js'
import type { AttentionOptions } from '../vocabulary.js'

/** The score of a pair that must not meet: its share then is exactly 0, and no infinity enters a graph. */
const never = -1e30

/**
 * Shares softmax(s·Q·Kᵀ + mask) over the keys: queries `[…, T, D]`, keys `[…, S, D]` → `[…, T, S]` (Vaswani et al., Attention is all
 * you need, NeurIPS 2017, eq. 1), with s = 1/√D unless told. `causal`: query t sees keys up to t + S − T, so the last query sees all.
 * `mask`: booleans that broadcast to the shares, true where a query may see a key; a query that sees none gets equal shares.
 * @throws GraphError `shape-mismatch` where a causal query would see no key (T > S)
 */
export function attentionShares(
  g: Primitives,
  query: Value,
  key: Value,
  { causal = false, mask, scale }: AttentionOptions<Value> = {},
): Value {
  const rank = query.type.shape.length
  const [depth = 1] = fixedShape([at(query.type.shape, rank - 1)])
  const scores = g.matmul(g.multiply(query, scale ?? depth ** -0.5), key, { transposeRight: true })
  const past = causal ? g.where(reach(g, scores), scores, never) : scores
  const seen = mask === undefined ? past : g.where(mask, past, never)
  return g.softmax(seen, rank - 1)
}

/** Shares times values: `[…, T, S] × […, S, E] → […, T, E]`. */
export const attention = (
  g: Primitives,
  query: Value,
  key: Value,
  value: Value,
  options?: AttentionOptions<Value>,
): Value => g.matmul(attentionShares(g, query, key, options), value)

/** `[T, S]`: true where query t may see key s. */
function reach(g: Primitives, scores: Value): Value {
  const { shape } = scores.type
  const [queries = 1, keys = 1] = fixedShape(shape.slice(-2))
  if (queries > keys)
    throw new GraphError('shape-mismatch', `${String(queries)} causal queries see only ${String(keys)} keys`)
  const seen = Uint8Array.from({ length: queries * keys }, (_, entry) =>
    Number(entry % keys <= Math.floor(entry / keys) + keys - queries),
  )
  return g.constant(tensorFrom('bool', [queries, keys], seen))
}
