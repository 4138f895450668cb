// Applying a fitted preparation to rows, by running its graph.
import { totalmem } from 'node:os'
import { DataError } from '../../data/data-error.js'
import type { Dataset } from '../../data/dataset.js'
import type { Json } from '../../../schemas/json.js'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { encodeGraph } from '../../onnx/encode.js'
import { openSession } from '../../onnx/session.js'
import { digestOf } from '../../support/digest.js'
import { codeOf } from '../../support/pin.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import { builder } from '../../tensor/builder.js'
import { tensorFrom, tensorOf, type Tensor } from '../../tensor/tensor.js'
import { fitPreparation } from './fit-preparation.js'
import { buildPreparation, type FittedPreparation } from './fitted-preparation.js'
import type { PrepareStep } from './plan-preparation.js'
import { feedsFor } from './raw-inputs.js'

/** All rows of a task as tensors, prepared by what was fitted on training rows alone. */
export interface PreparedRows {
  /** Digest of data and fitted values: equal keys, equal tensors. */
  readonly key: string
  /** float32 [rows, …input.shape] */
  readonly features: Tensor
  /** int64 class codes or float32 values [rows] */
  readonly targets: Tensor
  readonly input: Signal
  readonly target: { readonly kind: 'class'; readonly classes: number } | { readonly kind: 'real' }
  readonly preparation: FittedPreparation
}

/** Rows that pass through the graph at once; bounds memory, changes no number. */
const stretch = 16384

/** Prepared features of these rows: float32 [rows, …input.shape]. */
export async function applyPreparation(
  dataset: Dataset,
  preparation: FittedPreparation,
  rows: ArrayLike<number>,
): Promise<Tensor> {
  const graph = builder('prepare')
  const { leaves, output } = buildPreparation(graph, preparation)
  const model = encodeGraph({
    name: 'prepare',
    inputs: leaves,
    outputs: [{ name: 'prepared', value: output }],
  })
  const session = await openSession(model)
  try {
    const width = sizeOf(preparation.input.shape)
    const data = new Float32Array(rows.length * width)
    for (let from = 0; from < rows.length; from += stretch) {
      const part = Uint32Array.from(
        { length: Math.min(stretch, rows.length - from) },
        (_, index) => rows[from + index] ?? 0,
      )
      const { prepared } = await session.run(feedsFor(preparation.inputs, dataset, part))
      if (!(prepared?.data instanceof Float32Array)) throw new InvariantError('a preparation without numbers')
      data.set(prepared.data, from * width)
    }
    return tensorFrom('float32', [rows.length, ...preparation.input.shape], data)
  } finally {
    await session.release()
  }
}

/** Digest of what a fitted preparation makes of a data set. */
export const preparationKey = (dataset: Dataset, { steps }: FittedPreparation): string =>
  digestOf([
    dataset.digest,
    steps.map(({ kind, definition, options, selected, fitted }): Json => ({
      kind,
      ...codeOf(definition),
      options: plain(options),
      selected,
      fitted,
    })),
  ])

/** Fits on training rows and prepares all rows. @throws DataError data-too-large where the result would exceed `memory` bytes, and what fitting throws */
export async function prepareRows(
  dataset: Dataset,
  steps: readonly PrepareStep[],
  train: ArrayLike<number>,
  memory: number = totalmem() / 2,
): Promise<PreparedRows> {
  const preparation = await fitPreparation(dataset, steps, train)
  checkSize(dataset, preparation.input, memory)
  const all = Uint32Array.from({ length: dataset.rows }, (_, row) => row)
  const { target } = dataset
  return {
    key: preparationKey(dataset, preparation),
    features: await applyPreparation(dataset, preparation, all),
    targets:
      target.kind === 'class'
        ? tensorOf('int64', [dataset.rows], target.codes)
        : tensorOf('float32', [dataset.rows], target.values),
    input: preparation.input,
    target: target.kind === 'class' ? { kind: 'class', classes: target.classes.length } : { kind: 'real' },
    preparation,
  }
}

function checkSize(dataset: Dataset, input: Signal, memory: number): void {
  const bytes = 4 * dataset.rows * sizeOf(input.shape)
  if (bytes <= memory) return
  const show = (size: number): string => `${Math.ceil(size / 1048576)}MiB`
  throw new DataError(
    'data-too-large',
    'prepare',
    `prepared, the ${dataset.rows} rows of '${dataset.source}' take ${show(bytes)}; this machine leaves ${show(memory)} for data`,
    'encode columns with many labels as `ordinal`, or leave them out',
  )
}

const plain = (options: Readonly<Record<string, unknown>>): Json => {
  const text: unknown = JSON.parse(JSON.stringify(options))
  return text as Json
}
