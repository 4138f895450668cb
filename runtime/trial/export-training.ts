// A finished training as a model file: preparation, network and labels in one graph.
import type { Json } from '../../schemas/json.js'
import { originMetadata, tellsAllRows } from '../model/pretrained/fingerprints.js'
import { exportModel } from '../model/export.js'
import type { Preparer, TaskData } from '../model/prepare/preparer.js'
import { recipeOf } from '../model/recipe.js'
import type { SegmentRequest } from '../procedures/procedure.js'
import { writeWhole } from '../store/atomic-file.js'
import { invariant } from '../support/invariant.js'
import { modelSection } from '../onnx/model-section.js'
import type { LayerUse } from '../space/module-tree.js'
import { readCheckpoint } from './checkpoint.js'
import { foldWeights } from './fold-weights.js'
import { openFrozen, sectionFor } from './frozen/features.js'
import type { FrozenFile } from './frozen/read.js'
import { finalState } from './group.js'

/** What goes into a model file. */
export interface ExportTraining {
  /** The request that was trained; its `checkpoint` holds the state at the end. */
  readonly request: SegmentRequest
  readonly tasks: ReadonlyMap<string, TaskData>
  readonly prepare: Preparer
  readonly metadata: Readonly<Record<string, Json>>
  /** Folder from which the file of a frozen model is read. */
  readonly root: string
}

/** Writes the model of a trained checkpoint; the file appears whole or not at all. */
export async function exportTraining(
  { request, tasks, prepare, metadata, root }: ExportTraining,
  file: string,
): Promise<void> {
  invariant(request.checkpoint, 'a training without checkpoint cannot be exported')
  const dataset = tasks.get(request.task)?.dataset
  invariant(dataset, `no data for task '${request.task}'`)
  const { preparation } = await prepare(request.task, request.rows.train)
  const recipe = recipeOf(request.specified, request.rows.train.length)
  const frozen = recipe.frozen === undefined ? undefined : openFrozen(recipe.frozen, root)
  const state = finalState(await readCheckpoint(request.checkpoint))
  const bytes = exportModel({
    recipe,
    preparation,
    ...frozenPart(recipe.frozen, frozen),
    state: await foldWeights(recipe, state),
    ...(dataset.target.kind === 'class' ? { classes: dataset.target.classes } : {}),
    metadata: {
      ...metadata,
      ...originMetadata(dataset, request.rows, frozen?.metadata),
      ...(frozen === undefined ? {} : { frozen: originOf(frozen) }),
    },
  })
  writeWhole(file, bytes)
}

const originOf = ({ file, sha256, metadata }: FrozenFile): Json => ({
  file,
  sha256,
  tells_rows: tellsAllRows(metadata),
})

const frozenPart = (use: LayerUse | undefined, frozen: FrozenFile | undefined) =>
  use === undefined || frozen === undefined ? {} : { frozen: modelSection(sectionFor(use, frozen)) }
