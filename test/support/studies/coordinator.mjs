// A coordinator process for tests that kill it: runs or resumes the tiny experiment in a directory, then prints how it ended.
// Arguments: directory, workers.
import { executionsOf } from '../../../dist/runtime/trial/execution.js'
import { loadPlan } from '../../../dist/runtime/study/load-plan.js'
import { runExperiment } from '../../../dist/runtime/study/run-experiment.js'
import { createLocalEngine } from '../../../dist/runtime/study/workers/local.js'
import { fileURLToPath } from 'node:url'

const [directory, workers] = process.argv.slice(2)
const planFile = fileURLToPath(new URL('./tiny.ts', import.meta.url))
const entry = fileURLToPath(new URL('./faulty-worker.mjs', import.meta.url))
const interruption = new AbortController()
process.on('SIGTERM', () => interruption.abort())

const { status } = await runExperiment(await loadPlan(planFile), {
  directory,
  planFile,
  workers: Number(workers),
  inline: executionsOf([]),
  engine: (facts) => createLocalEngine({ ...facts, entry }),
  signal: interruption.signal,
})
process.stdout.write(`${status}\n`)
