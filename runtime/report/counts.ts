// What a run did, in one sentence each.
import type { Result } from '../../schemas/result.js'
import { plural } from './numbers.js'

/** "24 trials, 156 trainings: 150 executed, 6 reused; 2 diverged, 2 refits". Refits of deployed models count as no measurement. */
export function countsSentence({ counts, arms }: Result): string {
  const ends = Object.entries(counts.by_end)
    .filter(([end, count]) => end !== 'completed' && count > 0)
    .map(([end, count]) => `${count} ${end.replaceAll('_', ' ')}`)
  const work = `${plural(counts.trials, 'trial')}, ${plural(counts.trainings, 'training')}: ${counts.executed} executed, ${counts.reused} reused`
  const refits = Object.values(arms).filter(({ model }) => model?.file && model.refit !== 'none').length
  const more = [...ends, ...(refits === 0 ? [] : [plural(refits, 'refit')])]
  return more.length === 0 ? work : `${work}; ${more.join(', ')}`
}

/** "48 trainings in populations (side by side in one graph), 16 alone", stretches counted one by one; undefined where nothing native was trained. */
export function formsSentence({ measured }: Result): string | undefined {
  const { population = 0, single = 0 } = (measured['forms'] ?? {}) as Partial<Record<string, number>>
  if (population + single === 0) return undefined
  const side =
    population === 0 ? [] : [`${plural(population, 'training')} in populations (side by side in one graph)`]
  const alone = single === 0 ? [] : [`${plural(single, 'training')} alone`]
  return [...side, ...alone].join(', ')
}

/** How often the evaluation pool was looked at; undefined where that is not known. */
export function looksSentence({ looks }: Result): string | undefined {
  if (looks === null) return undefined
  if (looks <= 1) return 'This is the first look at this evaluation pool.'
  return `This evaluation pool has been looked at ${looks} times; p-values do not account for that.`
}

/** Claims that came after results had been seen, in one sentence; undefined where none did. */
export function addedSentence({ claims, claims_added: added = [] }: Result): string | undefined {
  const statements = claims.filter(({ id }) => added.includes(id)).map(({ statement }) => `'${statement}'`)
  if (statements.length === 0) return undefined
  return `Exploratory, for added after this evaluation pool had been looked at: ${statements.join(', ')}.`
}

/** Whether an equal run elsewhere must give the same numbers. */
export function exactSentence({ exact }: Result): string {
  if (exact.holds) return 'Exact: the same specification, seed and numerics give this digest again.'
  return `Not exact: ${exact.because.join('; ')}.`
}
