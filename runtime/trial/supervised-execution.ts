<<<<<<< HEAD
// The execution of `supervised`: loads each task's data on first need, prepares them for the rows that a training may see, and opens
// the procedure over them.
import { loadData } from '../data/load.js'
import type { DataDeclaration } from '../experiment.js'
import { createPreparer } from '../model/prepare/preparer.js'
import type { TaskData } from '../model/prepare/preparer.js'
import type { ExecutionContext, ProcedureExecution } from './execution.js'
import { openSupervised } from './supervised.js'

/** Executes `supervised` procedures, in a worker: it blocks its process while it trains. */
export const supervisedExecution: ProcedureExecution = {
  kind: 'supervised',
  inline: false,
  open: async (context) => openSupervised(createPreparer(await loadTasks(context)), context),
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
  steps: declaration.prepare.map(({ definition, options }) => ({ kind: definition.kind, options })),
})
=======
// Supervised training as an execution for workers: loads the declared data, fits preparation on training rows, trains, exports.
import { writeFile, mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Json } from '../../schemas/json.js'
import { loadData } from '../data/load.js'
import type { Experiment } from '../experiment.js'
import { exportModel } from '../model/export.js'
import { createPreparer, type Preparer, type TaskData } from '../model/prepare/preparer.js'
import { recipeOf } from '../model/recipe.js'
import type { OpenProcedure, ProcedureContext, SegmentRequest } from '../procedures/procedure.js'
import { invariant } from '../support/invariant.js'
import { readCheckpoint } from './checkpoint.js'
import { finalState } from './group.js'
import { openSupervised } from './supervised.js'

/** What the execution finds around it. */
export interface SupervisedContext extends ProcedureContext {
  readonly experiment: Experiment
  /** Folder from which relative paths of the specification are read. */
  readonly root: string
}

/** Native training, in the process of a worker. */
export const supervisedExecution = {
  kind: 'supervised',
  inline: false,
  open: async (context: SupervisedContext): Promise<OpenProcedure> => {
    const tasks = await loadTasks(context.experiment, context.root)
    return openSupervised(createPreparer(tasks), context)
  },
}

/** Loads the data of all tasks. @throws DataError */
export async function loadTasks(
  experiment: Pick<Experiment, 'tasks'>,
  root: string,
): Promise<ReadonlyMap<string, TaskData>> {
  const tasks = new Map<string, TaskData>()
  for (const task of experiment.tasks) {
    const steps = task.prepare.map(({ definition, options }) => ({ kind: definition.kind, options }))
    tasks.set(task.name, { dataset: await loadData(task, { root }), steps })
  }
  return tasks
}

/** A finished training to be written as a model file. */
export interface ExportTraining {
  /** The request that was trained; its `checkpointOut` holds the state. */
  readonly request: SegmentRequest
  readonly tasks: ReadonlyMap<string, TaskData>
  readonly prepare?: Preparer
  readonly metadata: Readonly<Record<string, Json>>
  /** The file, `models/<arm>.onnx`. */
  readonly path: string
}

/** Writes the model of a trained checkpoint; the file appears whole or not at all. */
export async function exportTraining({
  request,
  tasks,
  prepare,
  metadata,
  path,
}: ExportTraining): Promise<void> {
  invariant(request.checkpointOut, 'a training without checkpoint cannot be exported')
  const dataset = tasks.get(request.task)?.dataset
  invariant(dataset, `no data for task '${request.task}'`)
  const prepared = await (prepare ?? createPreparer(tasks))(request.task, request.rows.train)
  const bytes = exportModel({
    recipe: recipeOf(request.specified, request.rows.train.length),
    preparation: prepared.preparation,
    state: finalState(await readCheckpoint(request.checkpointOut)),
    ...(dataset.target.kind === 'class' ? { classes: dataset.target.classes } : {}),
    metadata,
  })
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${String(process.pid)}.tmp`
  await writeFile(temporary, bytes)
  await rename(temporary, path)
}
>>>>>>> model
