// Trainings by a program: one folder, one program run (or several, of which the median counts), one typed end.
import { resolve } from 'node:path'
import { createProgramRunner } from '../../processes/run-program.js'
import type { ProgramRunner } from '../../processes/run-program.js'
import type { SegmentOutcome, SegmentRequest } from '../../procedures/procedure.js'
import type { ExecutionContext, ProcedureExecution } from '../execution.js'
import { devicesAt, visibleDevices } from './device-mask.js'
import { commandOptionsOf } from './options.js'
import { runOnce } from './run-once.js'
import { summarize } from './summary.js'
import { makeTrialFolder, takeCheckpoint, tidyTrialFolder } from './trial-folder.js'
import { writeTrialFile } from './trial-file.js'
import type { TrialPlace } from './trial-file.js'

/** Executes `command` procedures in the process of a worker. */
export const commandExecution: ProcedureExecution = {
  kind: 'command',
  inline: false,
  open: async (context) => {
    const runner = createProgramRunner()
    return {
      train: async (requests) => {
        const outcomes: SegmentOutcome[] = []
        for (const request of requests) outcomes.push(await train(request, context, runner))
        return outcomes
      },
      close: async () => runner.close(),
    }
  },
}

async function train(
  request: SegmentRequest,
  context: ExecutionContext,
  runner: ProgramRunner,
): Promise<SegmentOutcome> {
  const options = commandOptionsOf(request)
  const { experiment, root } = context
  const place: TrialPlace = {
    experiment,
    root: resolve(root),
    folder: makeTrialFolder(resolve(context.directory), request, experiment.tasks.length > 0),
    devices: devicesOf(context),
  }
  writeTrialFile(request, place)
  const runs = []
  for (let number = 0; number < options.warmup + options.repeats; number += 1) {
    const run = await runOnce(request, { options, place, context, runner, number })
    if (number >= options.warmup || run.end !== 'completed') runs.push(run)
    if (run.end !== 'completed') break
  }
  const outcome = summarize(request, runs, context.metrics, place.folder)
  if (outcome.end === 'completed') takeCheckpoint(place.folder, request)
  const keeps = options.keep === 'always' || (options.keep === 'failed' && outcome.end !== 'completed')
  tidyTrialFolder(place.folder, keeps)
  return outcome
}

/** The GPUs of this worker, where the specification asks for some. */
function devicesOf({ experiment, place = 0 }: ExecutionContext): readonly string[] | undefined {
  const { gpus } = experiment.resources
  return gpus === undefined || gpus === 0 ? undefined : devicesAt(place, gpus, visibleDevices())
}
