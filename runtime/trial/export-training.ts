// A finished training as a model file: preparation, network and labels in one graph.
import type { Json } from '../../schemas/json.js'
import { originMetadata } from '../model/pretrained/fingerprints.js'
import { exportModel } from '../model/export.js'
import type { Preparer, TaskData } from '../model/prepare/preparer.js'
import { recipeOf } from '../model/recipe.js'
import type { SegmentRequest } from '../procedures/procedure.js'
import { writeWhole } from '../store/atomic-file.js'
import { invariant } from '../support/invariant.js'
import { readCheckpoint } from './checkpoint.js'
import { foldWeights } from './fold-weights.js'
import { finalState } from './group.js'

/** What goes into a model file. */
export interface ExportTraining {
  /** The request that was trained; its `checkpoint` holds the state at the end. */
  readonly request: SegmentRequest
  readonly tasks: ReadonlyMap<string, TaskData>
  readonly prepare: Preparer
  readonly metadata: Readonly<Record<string, Json>>
}

/** Writes the model of a trained checkpoint; the file appears whole or not at all. */
export async function exportTraining(
  { request, tasks, prepare, metadata }: ExportTraining,
  file: string,
): Promise<void> {
  invariant(request.checkpoint, 'a training without checkpoint cannot be exported')
  const dataset = tasks.get(request.task)?.dataset
  invariant(dataset, `no data for task '${request.task}'`)
  const { preparation } = await prepare(request.task, request.rows.train)
  const recipe = recipeOf(request.specified, request.rows.train.length)
  const state = finalState(await readCheckpoint(request.checkpoint))
  const bytes = exportModel({
    recipe,
    preparation,
    state: await foldWeights(recipe, state),
    ...(dataset.target.kind === 'class' ? { classes: dataset.target.classes } : {}),
    metadata: { ...metadata, ...originMetadata(dataset, request.rows) },
  })
  writeWhole(file, bytes)
}
