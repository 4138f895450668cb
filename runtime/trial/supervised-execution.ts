// The execution of `supervised`: loads each task's data on first need, prepares them for the rows that a training may see, and opens
// the procedure over them.
import { loadData } from '../data/load.js'
import type { DataDeclaration } from '../experiment.js'
import type { PrepareDefinition } from '../model/prepare/prepare.js'
import { createPreparer } from '../model/prepare/preparer.js'
import type { TaskData } from '../model/prepare/preparer.js'
import type { ExecutionContext, ProcedureExecution } from './execution.js'
import { exportTraining } from './export-training.js'
import { frozenData } from './frozen/frozen-data.js'
import type { PrepareData } from './prepared-data.js'
import { openSupervised } from './supervised.js'

/** Executes `supervised` procedures, in a worker: it blocks its process while it trains. */
export const supervisedExecution: ProcedureExecution = {
  kind: 'supervised',
  inline: false,
  open: async (context) => {
    const tasks = await loadTasks(context)
    const prepareRows = createPreparer(tasks)
    const featured = frozenData(context)
    const prepare: PrepareData = async (task, train, frozen) => {
      const rows = await prepareRows(task, train)
      return frozen === undefined ? rows : featured(rows, frozen.use, frozen.onBatch)
    }
    const { name, source } = context.experiment
    return {
      ...openSupervised(prepare, { ...context, ownMetrics: context.experiment.metrics ?? [] }),
      export: (request, file) => {
        const { arm, seed, training, specified } = request
        const { configuration } = specified
        const metadata = {
          experiment: name,
          specification: source.resolvedSha256,
          arm,
          seed,
          training,
          configuration,
        }
        return exportTraining({ request, tasks, prepare: prepareRows, metadata, root: context.root }, file)
      },
    }
  },
}

async function loadTasks({ experiment, root }: ExecutionContext): Promise<ReadonlyMap<string, TaskData>> {
  const tasks = await Promise.all(
    experiment.tasks.map(
      async (declaration) => [declaration.name, await loadTask(declaration, root)] as const,
    ),
  )
  return new Map(tasks)
}

const loadTask = async (declaration: DataDeclaration, root: string): Promise<TaskData> => ({
  dataset: await loadData(declaration, { root }),
  steps: declaration.prepare.map(({ definition, options }) => ({
    kind: definition.kind,
    definition: definition as PrepareDefinition,
    options,
  })),
})
