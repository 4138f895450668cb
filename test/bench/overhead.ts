// Overhead of coordinator, store and protocol per trial: look-ups of a formula, so that nothing else takes time.
// `npm run build`, then `node test/bench/overhead.ts`-like through a loader, or the compiled copy; prints one table to stdout.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executionsOf } from '../../runtime/trial/execution.js'
import { runExperiment } from '../../runtime/study/run-experiment.js'
import type { Plan } from '../../runtime/experiment.js'
import { stopwatch } from '../../runtime/support/clock.js'
import { outcomeOf, tinyPlan } from '../support/studies/tiny.js'

const inline = executionsOf([
  {
    kind: 'tiny',
    inline: true,
    open: async () => ({
      train: async (requests) => requests.map((request) => outcomeOf(request)),
      close: async () => undefined,
    }),
  },
])

interface Case {
  readonly name: string
  readonly plan: Plan
  readonly trials: number
  readonly inMemory: boolean
}

const cases: readonly Case[] = [
  ...[1_000, 10_000, 100_000].map((trials) => ({
    name: `one adaptive search, ${trials} trials, on disk`,
    plan: tinyPlan({ trials, replicates: 1, arms: ['climber'], slots: 4 }),
    trials,
    inMemory: false,
  })),
  {
    name: '2 arms × 8 replicates × 64 trials, on disk',
    plan: tinyPlan({ trials: 64, replicates: 8 }),
    trials: 2 * 8 * 64,
    inMemory: false,
  },
  {
    name: '2 arms × 8 replicates × 64 trials, in memory',
    plan: tinyPlan({ trials: 64, replicates: 8 }),
    trials: 2 * 8 * 64,
    inMemory: true,
  },
]

for (const { name, plan, trials, inMemory } of cases) {
  const directory = inMemory ? {} : { directory: join(mkdtempSync(join(tmpdir(), 'espalier-bench-')), 'run') }
  const began = stopwatch()
  await runExperiment(plan, { inline, ...directory })
  const each = (stopwatch() - began) / trials
  process.stdout.write(`${each.toFixed(3).padStart(8)} ms a trial   ${name}\n`)
}
