// Overhead of coordinator, store and protocol per trial: look-ups of a formula, so that nothing else takes time.
// `npm run bench:overhead` compiles and runs it and prints one table; the goal is 2 ms a trial.
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

/** Milliseconds a trial may cost. */
const goal = 2

process.stdout.write(' ms a trial   of goal   study\n')
for (const { name, plan, trials, inMemory } of cases) {
  const directory = inMemory ? {} : { directory: join(mkdtempSync(join(tmpdir(), 'espalier-bench-')), 'run') }
  const began = stopwatch()
  await runExperiment(plan, { inline, ...directory })
  const each = (stopwatch() - began) / trials
  const ofGoal = `${((100 * each) / goal).toFixed(0)} %`
  process.stdout.write(`${each.toFixed(3).padStart(11)} ${ofGoal.padStart(10)}   ${name}\n`)
}
