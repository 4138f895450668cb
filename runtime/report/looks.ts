// How often an evaluation pool has been looked at: every look at the same rows makes the next p-value worth less.
// Owns what counts as the same pool, as another look, and as a claim that came after the first.
import type { Result } from '../../schemas/result.js'
import { digestOf } from '../support/digest.js'

/** The same data, dealt in the same way under the same protocol and seed, give the same evaluation rows. */
export const evaluationPoolOf = ({
  data,
  protocol,
  seed,
}: Pick<Result, 'data' | 'protocol' | 'seed'>): string =>
  digestOf({ data: data.map(({ digest, pools = '' }) => [digest, pools]), protocol, seed })

/**
 * Looks at the evaluation pool of a result, this one included: one for each different result among `earlier` that evaluated on the same
 * pool. Reading or repeating the same result again is no further look; a run without data of ours has no pool that could be told apart.
 */
export function countLooks(
  result: Pick<Result, 'data' | 'protocol' | 'seed' | 'result_digest'>,
  earlier: readonly Pick<Result, 'data' | 'protocol' | 'seed' | 'result_digest' | 'measurements'>[],
): number | undefined {
  if (result.data.length === 0) return undefined
  const pool = evaluationPoolOf(result)
  const looked = earlier.filter(
    (other) =>
      evaluationPoolOf(other) === pool && other.measurements.some(({ phase }) => phase === 'evaluate'),
  )
  const results = new Set(looked.map(({ result_digest }) => result_digest))
  results.add(result.result_digest)
  return results.size
}

/** What tells whether a result was seen before another, on what rows, and what it claimed. */
type Seen = Pick<Result, 'name' | 'data' | 'protocol' | 'seed' | 'measurements' | 'claims' | 'timings'>

/**
 * Ids of the claims of a result that the first look at its pool did not declare: they may have been suggested by what was seen. Without
 * data of ours, runs of one name, protocol and seed count as one pool.
 */
export function claimsAdded(
  result: Omit<Seen, 'measurements' | 'timings'>,
  earlier: readonly Seen[],
): readonly string[] {
  const pool = claimPoolOf(result)
  const [first] = earlier
    .filter(
      (other) => claimPoolOf(other) === pool && other.measurements.some(({ phase }) => phase === 'evaluate'),
    )
    .sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
  if (first === undefined) return []
  const declared = new Set(first.claims.map(({ statement }) => statement))
  return result.claims.filter(({ statement }) => !declared.has(statement)).map(({ id }) => id)
}

const claimPoolOf = (result: Pick<Seen, 'name' | 'data' | 'protocol' | 'seed'>): string =>
  result.data.length > 0 ? evaluationPoolOf(result) : `${result.name} ${evaluationPoolOf(result)}`

/** When a run began, as its result says; what does not say is last. */
const startOf = ({ timings }: Pick<Seen, 'timings'>): string => String(timings['started'] ?? '~')
