// How often an evaluation pool has been looked at: every look at the same rows makes the next p-value worth less.
// Owns what counts as the same pool and as another look.
import type { Result } from '../../schemas/result.js'
import { digestOf } from '../support/digest.js'

/** The same data, protocol and seed give the same evaluation rows. */
export const evaluationPoolOf = ({
  data,
  protocol,
  seed,
}: Pick<Result, 'data' | 'protocol' | 'seed'>): string =>
  digestOf({ data: data.map(({ digest }) => digest), protocol, seed })

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
