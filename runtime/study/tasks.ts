// The tasks of an experiment, ready: data loaded once to check that they are those of the plan, and described for the protocol.
import { PlanError } from '../../schemas/diagnostic.js'
import { describeData } from '../data/describe.js'
import { loadData } from '../data/load.js'
import type { DataDeclaration, Experiment } from '../experiment.js'
import { digestOf } from '../support/digest.js'
import type { DataPrepared, PreparedData } from '../store/record.js'
import { dataOf } from './identity.js'
import { protocolOf } from './roles.js'
import type { PreparedTask } from './study-context.js'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'

/** All tasks; an experiment without data of ours has one, named like it. @throws PlanError `data-changed` */
export async function prepareTasks(
  experiment: Experiment,
  seed: number,
  root: string,
): Promise<{ readonly tasks: readonly PreparedTask[]; readonly record: DataPrepared }> {
  if (experiment.tasks.length === 0) {
    const task = taskOf(experiment, seed)
    return { tasks: [task], record: { kind: 'data-prepared', tasks: [] } }
  }
  const tasks: PreparedTask[] = []
  const prepared: PreparedData[] = []
  for (const declaration of experiment.tasks) {
    const descriptor = describeData(await loadData(declaration, { root }))
    checkDigest(declaration, descriptor)
    tasks.push(taskOf(experiment, seed, declaration, descriptor))
    const { name, pools, group, time } = declaration
    const dealt = digestOf({ pools: pools ?? null, group: group ?? null, time: time ?? null })
    prepared.push({ name, digest: descriptor.digest, rows: descriptor.rows, pools: dealt })
  }
  return { tasks, record: { kind: 'data-prepared', tasks: prepared } }
}

function taskOf(
  experiment: Experiment,
  seed: number,
  declaration?: DataDeclaration,
  data?: DataDescriptor,
): PreparedTask {
  const name = declaration?.name ?? experiment.name
  const pools = declaration?.pools
  return {
    name,
    data: declaration === undefined ? '' : dataOf(declaration, experiment.metrics),
    protocol: {
      seed,
      tasks: [{ name, data }],
      ...(pools === undefined ? {} : { pools }),
      direction: experiment.objective[0]?.direction ?? 'maximize',
      options: protocolOf(experiment).options,
    },
  }
}

function checkDigest(declaration: DataDeclaration, descriptor: DataDescriptor): void {
  if (declaration.digest === '' || declaration.digest === descriptor.digest) return
  throw new PlanError(
    'data-changed',
    `the data of '${declaration.name}' have digest ${descriptor.digest.slice(0, 12)}, and the plan was compiled for ${declaration.digest.slice(0, 12)}`,
    { hint: 'compile the specification again' },
  )
}
