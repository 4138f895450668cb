// A/A experiments as whole runs: two arms that differ in name alone, tuned over a table of recorded trainings and evaluated.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../../runtime/procedures/table.js'
import { randomStream } from '../../runtime/support/random.js'
import { memoryJournal } from '../../runtime/store/journal.js'
import { resultOfRun } from '../../runtime/study/conclusions.js'
import { runOn } from '../../runtime/study/run-experiment.js'
import type { Experiment, Plan } from '../../runtime/experiment.js'
import type { SearchSpace } from '../../runtime/space/search-space.js'
import type { Result } from '../../schemas/result.js'
import { claim } from './rows.js'
import { tinyPlan } from './studies/tiny.js'

const side = 20
const values = Array.from({ length: side }, (_, index) => index)

/** A table of 400 recorded trainings: quality seen with other noise in each phase, no two values alike. */
export function recordedTrainings(): string {
  const random = randomStream('recorded trainings')
  const lines = values.flatMap((x) =>
    values.map((y) => {
      const quality = 0.8 + 0.1 * random.uniform()
      return [x, y, quality + 0.01 * random.normal(), quality + 0.01 * random.normal()].join(',')
    }),
  )
  return ['x,y,tune.score,evaluate.score', ...lines].join('\n')
}

const space: SearchSpace = {
  hyperparameters: ['x', 'y'].map((name) => ({
    name,
    value: { open: 'one_of' as const, path: name, values, ordered: true },
  })),
  training: { definition: table, path: 'train', options: { file: 'table.csv' } },
  constraints: [],
  facts: {},
}

/** Two random searches, eight trials each. */
export function sameArms(replicates: number): Plan {
  const { experiment, stages } = tinyPlan({ arms: ['dice', 'dice'], space, trials: 8, replicates })
  const named: Experiment = {
    ...experiment,
    arms: experiment.arms.map((arm, index) => ({
      ...arm,
      name: index === 0 ? 'a' : 'b',
      sampler: { ...arm.sampler, definition: twoChoices },
    })),
    claims: [claim({ on: 'score' }), claim({ id: 'search', on: 'tuning.score', exploratory: true })],
  }
  return { experiment: named, stages }
}

const twoChoices = {
  role: 'sampler',
  kind: 'two_choices',
  summary: 'Draws both choices uniformly.',
  options: {},
  required: [],
  adaptive: false,
  refuses: () => undefined,
  start: () => undefined,
  observe: () => undefined,
  propose: (_: unknown, random: { integer(bound: number): number }) => ({
    kind: 'configuration' as const,
    configuration: { x: random.integer(side), y: random.integer(side) },
  }),
} as const

/** Runs it under each seed, whole: search, selection, evaluation, claim, result. */
export async function runSameArms(seeds: readonly number[], replicates: number): Promise<readonly Result[]> {
  const root = mkdtempSync(join(tmpdir(), 'espalier-'))
  writeFileSync(join(root, 'table.csv'), recordedTrainings())
  const results: Result[] = []
  try {
    for (const seed of seeds) {
      const plan = sameArms(replicates)
      const { outcome } = await runOn(plan, memoryJournal(), { root, seed })
      results.push(resultOfRun(plan.experiment, outcome, { environment: {}, timings: {} }))
    }
  } finally {
    rmSync(root, { recursive: true })
  }
  return results
}
