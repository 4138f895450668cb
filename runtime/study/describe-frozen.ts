// Reads the frozen model of an `onnx` layer for the compiler and tries it on some of the data: its digest, the shape of its features,
// whether they are finite, and which rows it was trained on.
import type { FrozenDescriptor } from '../../schemas/frozen-descriptor.js'
import { loadData, type DataSource } from '../data/load.js'
import { applyPreparation } from '../model/prepare/apply-preparation.js'
import { fitPreparation } from '../model/prepare/fit-preparation.js'
import type { PrepareStep } from '../model/prepare/plan-preparation.js'
import { describedColumns } from '../model/pretrained/bind.js'
import { rowsSeenBy, tellsAllRows } from '../model/pretrained/fingerprints.js'
import { bindFrozen } from '../trial/frozen/bind.js'
import { runFrozen } from '../trial/frozen/features.js'
import { probeFrozen } from '../trial/frozen/probe.js'
import { readFrozen } from '../trial/frozen/read.js'

/** What an `onnx` layer asks for, and of which data. */
export interface FrozenRequest {
  readonly file: string
  readonly output?: string
  readonly data: DataSource
  readonly prepare: readonly PrepareStep[]
}

/** Rows whose features are looked at before a run, at most, evenly spaced; the run looks at all. */
const probed = 256

/**
 * Lays a frozen model against the data of one task. Preparation is fitted on all rows here, for this look alone.
 * @throws EspalierError file-not-found, file-outside-project, model-unreadable, onnx-weights-missing, onnx-does-not-fit,
 * onnx-output-unknown, non-finite-features
 */
export async function describeFrozen(request: FrozenRequest, root: string): Promise<FrozenDescriptor> {
  const frozen = readFrozen(request.file, root)
  const dataset = await loadData(request.data, { root })
  const all = Uint32Array.from({ length: dataset.rows }, (_, row) => row)
  const preparation = await fitPreparation(dataset, request.prepare, all)
  const binding = bindFrozen(frozen, preparation.input, request.output)
  const count = Math.min(probed, dataset.rows)
  const rows = Uint32Array.from({ length: count }, (_, place) => Math.floor((place * dataset.rows) / count))
  const examples = await applyPreparation(dataset, preparation, rows)
  const features = await probeFrozen(binding, examples)
  await runFrozen({ ...binding, features }, examples, { rowOf: (place) => rows[place] ?? place })
  const names = describedColumns(frozen) ?? dataset.columns.map(({ name }) => name)
  const seen = rowsSeenBy(frozen.metadata, names, dataset)
  return {
    sha256: frozen.sha256,
    features,
    ...(seen === undefined ? {} : { seen }),
    ...(seen === undefined || tellsAllRows(frozen.metadata) ? {} : { seenInPart: true }),
  }
}
