// Claims as sentences: `mcts better than random on accuracy` says what the map form says.
import type { Json } from '../../schemas/json.js'

/** The grammar, for messages. */
export const CLAIM_GRAMMAR: readonly string[] = [
  'A better than B on METRIC',
  'A not worse than B on METRIC within MARGIN',
  'A equivalent to B on METRIC within MARGIN',
  'A at least NUMBER on METRIC',
  'A at most NUMBER on METRIC',
]

const word = '([\\w.-]+)'
const number = '([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)'
const within = `(?: (?:within|by margin|with margin|by) ${number})?`
const tail = `(?: over (replicates|seeds|folds|tasks))?(?: by ([a-z_]+))?(?: at ${number})?`

const comparison = new RegExp(
  `^${word} (?:is )?(better than|not worse than|equivalent to) ${word} on ${word}${within}${tail}$`,
)
const threshold = new RegExp(`^${word} (?:is )?(at least|at most) ${number} on ${word}${tail}$`)

const kinds: Readonly<Record<string, string>> = {
  'better than': 'better',
  'not worse than': 'not_worse',
  'equivalent to': 'equivalent',
}

/** The map form of a sentence: `{ claim, arm, than?, on, … }`; undefined where it is not in the grammar. */
export function parseClaimSentence(sentence: string): Readonly<Record<string, Json>> | undefined {
  const text = sentence.trim().replace(/\s+/g, ' ')
  const [, arm, relation = '', than, on, margin, ...rest] = comparison.exec(text) ?? []
  if (arm !== undefined && than !== undefined && on !== undefined) {
    const claim = kinds[relation] ?? relation
    return {
      claim,
      arm,
      than,
      on,
      ...(margin === undefined ? {} : { margin: Number(margin) }),
      ...readTail(rest),
    }
  }
  const [, who, side, bound, what, ...after] = threshold.exec(text) ?? []
  if (who === undefined || bound === undefined || what === undefined) return undefined
  const limit = side === 'at least' ? 'at_least' : 'at_most'
  return { claim: 'threshold', arm: who, [limit]: Number(bound), on: what, ...readTail(after) }
}

function readTail([over, by, at]: readonly (string | undefined)[]): Readonly<Record<string, Json>> {
  return {
    ...(over === undefined ? {} : { over }),
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at: Number(at) }),
  }
}
