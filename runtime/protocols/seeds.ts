// Training seeds of both phases. Tuning draws even numbers, evaluation and refit odd ones: they can never meet.
import { deriveSeed } from '../support/random.js'
import type { Phase } from './protocol.js'

/** `count` distinct seeds below 2^48, named by (run seed, phase, task, replicate). */
export function trainingSeeds(
  seed: number,
  phase: Phase,
  task: string,
  replicate: number,
  count: number,
): readonly number[] {
  const seeds = new Set<number>()
  const parity = phase === 'tune' ? 0 : 1
  for (let draw = 0; seeds.size < count; draw += 1) {
    const value = deriveSeed(seed, 'training', phase, task, replicate, draw)
    seeds.add(value - (value % 2) + parity)
  }
  return [...seeds]
}
