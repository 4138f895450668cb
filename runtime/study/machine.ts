// What a run works with: engines for look-ups and for trainings, limits, files, and trainings of earlier runs.
import { join } from 'node:path'
import { RunError } from '../../schemas/diagnostic.js'
import { metricsOf as claimMetrics } from '../claims/quantities/find.js'
import type { Experiment } from '../experiment.js'
import { placesFor, visibleDevices } from '../trial/command/device-mask.js'
import { inlineExecutions } from '../trial/inline.js'
import { checkDevices } from './devices.js'
import { machineName, numericsClassOf } from './numerics.js'
import { checkpointFile, neighboursOf, noReuse, reuseFrom } from './reuse.js'
import type { ReusedTrainings } from './reuse.js'
import { isTimed, procedureOf } from './roles.js'
import type { RunOptions } from './run-options.js'
import { measuredMetrics } from './values.js'
import type { Engine, JobLimits } from './workers/engine.js'
import { createInlineEngine } from './workers/inline.js'
import type { InlineEngine } from './workers/inline.js'
import { createLocalEngine } from './workers/local.js'

/** Engines, limits and files of one run. */
export interface Machine {
  /** Folder from which paths of the specification are read. */
  readonly root: string
  /** Metrics that trainings report. */
  readonly metrics: readonly string[]
  readonly inline: InlineEngine
  /** Opened on first need. */
  readonly engine: () => Engine
  readonly limits: JobLimits
  /** File of a checkpoint; undefined where nothing is kept. */
  readonly checkpointOf: (training: string, fidelity: number) => string | undefined
  readonly reused: ReusedTrainings
  close(): Promise<void>
}

/** Longest silence of a worker that counts as work; chosen here, far above the time of a chunk. */
const silenceSeconds = 1800

/** Opens what a run works with; nothing is started yet. @throws PlanError as {@link checkDevices} */
export function openMachine(experiment: Experiment, options: RunOptions): Machine {
  const { directory } = options
  checkDevices(experiment, options.device ?? 'cpu')
  const root = options.root ?? process.cwd()
  const metrics = measuredMetrics(metricsOf(experiment))
  const inline = createInlineEngine(options.inline ?? inlineExecutions, {
    experiment,
    root,
    directory: directory ?? root,
    device: options.device ?? 'cpu',
    metrics,
    progress: () => undefined,
  })
  const reused = reusedBy(experiment, options)
  let opened: Engine | undefined
  return {
    root,
    metrics,
    inline,
    reused,
    engine: () => (opened ??= openEngine(experiment, options, root, metrics)),
    limits: limitsOf(experiment),
    checkpointOf: (training, fidelity) =>
      directory === undefined ? undefined : join(directory, checkpointFile(training, fidelity)),
    close: async () => {
      reused.close()
      await inline.close()
      await opened?.close()
    },
  }
}

/** Numerics class of what this experiment computes with these options. */
export function numericsOf(experiment: Experiment, options: RunOptions): string {
  const executions = options.inline ?? inlineExecutions
  const computes = experiment.arms.some(
    (arm) => executions.get(procedureOf(arm).definition.kind)?.inline !== true,
  )
  const numerics = numericsClassOf(options.device ?? 'cpu', computes)
  return measuresTime(experiment) ? `${numerics}, ${machineName()}` : numerics
}

/** @throws RunError `no-directory` */
function openEngine(
  experiment: Experiment,
  options: RunOptions,
  root: string,
  metrics: readonly string[],
): Engine {
  const { directory, planFile, device = 'cpu', workers = 1 } = options
  if (directory === undefined || planFile === undefined) {
    throw new RunError('no-directory', 'data', 'trainings need a run directory and the file of the plan')
  }
  const most = placesOf(experiment)
  return (options.engine ?? createLocalEngine)({
    planFile,
    directory,
    root,
    device,
    metrics,
    workers: Math.min(workers, most),
  })
}

/** Whether some arm measures time: nothing may run beside it, and its results are those of one machine. */
const measuresTime = ({ arms }: Experiment): boolean => arms.some((arm) => isTimed(procedureOf(arm)))

/** Trainings that may run at once: one where time is measured, as many as there are GPUs for where each needs some. */
function placesOf(experiment: Experiment): number {
  if (measuresTime(experiment)) return 1
  const { gpus = 0 } = experiment.resources
  if (gpus === 0) return Infinity
  const places = placesFor(gpus, visibleDevices().length)
  if (places > 0) return places
  throw new RunError(
    'too-few-gpus',
    'data',
    `a training needs ${gpus} GPUs, and ${visibleDevices().length} can be seen here`,
    {
      hint: 'lower `resources.gpus`, or set CUDA_VISIBLE_DEVICES to the devices that may be used',
    },
  )
}

const limitsOf = ({ resources: { timeoutSeconds, memoryBytes } }: Experiment): JobLimits => ({
  silenceSeconds,
  ...(timeoutSeconds === undefined ? {} : { seconds: timeoutSeconds }),
  ...(memoryBytes === undefined ? {} : { bytes: memoryBytes }),
})

/** Objectives, and what claims are about. */
const metricsOf = ({ objective, claims }: Experiment): readonly string[] => [
  ...new Set([...objective.map(({ metric }) => metric), ...claims.flatMap(claimMetrics)]),
]

function reusedBy(experiment: Experiment, options: RunOptions): ReusedTrainings {
  const { directory } = options
  if (directory === undefined || numericsOf(experiment, options) === 'look-up') return noReuse
  return reuseFrom(options.reuse ?? neighboursOf(directory, experiment.name), directory)
}
