// Examples → features: the frozen model is run once over all rows of a task as they are prepared, in batches, on the CPU.
//   prepared rows ──bind──▶ section of the model ──batches──▶ finite numbers ──kept──▶ what the rest of the model is trained on
import { RunError } from '../../../schemas/diagnostic.js'
import { onnx } from '../../model/layers/onnx.js'
import { hasOption, textOption, type Options } from '../../model/options.js'
import { modelSection, sectionInput, sectionOutput } from '../../onnx/model-section.js'
import { bytesOfModel } from '../../onnx/parse-model.js'
import { openSession } from '../../onnx/session.js'
import type { LayerUse } from '../../space/module-tree.js'
import { digestOf } from '../../support/digest.js'
import { sizeOf } from '../../support/shape.js'
import { tensorFrom, type Tensor } from '../../tensor/tensor.js'
import { bindFrozen, misfit, type FrozenBinding } from './bind.js'
import { readFrozen, type FrozenFile } from './read.js'

/** Rows in one call: enough to fill vectors, few enough that images of a deep network fit into memory. Fixed, for equal bits. */
export const featureRows = 32

/** What an `onnx` layer asks for. */
export interface FrozenOptions {
  readonly file: string
  readonly output: string | undefined
  /** Absent in plans that were written by hand: any file will do. */
  readonly sha256: string | undefined
}

/** Reads the options of a use. */
export const frozenOptions = ({ layer: { options } }: Pick<LayerUse, 'layer'>): FrozenOptions => ({
  file: textOption(onnx, options, 'file'),
  output: optionalText(options, 'output'),
  sha256: optionalText(options, 'sha256'),
})

const optionalText = (options: Options, name: string): string | undefined =>
  hasOption(onnx, options, name) ? textOption(onnx, options, name) : undefined

/** All that features depend on. */
export const featureKey = (prepared: { readonly key: string }, use: LayerUse, sha256: string): string =>
  digestOf({
    prepared: prepared.key,
    model: sha256,
    output: frozenOptions(use).output ?? null,
    features: [...use.output.shape],
  })

/** The file of a use as the plan knows it. @throws what {@link readFrozen} throws; RunError `model-changed` */
export function openFrozen(use: LayerUse, root: string): FrozenFile {
  const { file, sha256 } = frozenOptions(use)
  const frozen = readFrozen(file, root)
  if (sha256 === undefined || sha256 === frozen.sha256) return frozen
  throw new RunError('model-changed', 'data', `'${file}' is not the model that the plan was compiled for`, {
    hint: 'compile again',
  })
}

/** A frozen model laid against examples, with the shape of what comes out for one. */
export type FrozenSection = FrozenBinding & { readonly features: readonly number[] }

/** What goes along with a run. */
export interface Running {
  /** Called after each batch. */
  readonly onBatch?: () => void
  /** Row of the data, from 0, that an example is; examples are all rows unless told. */
  readonly rowOf?: (place: number) => number
}

/** The part of a frozen model that a use asks for. @throws RunError `onnx-does-not-fit`, `onnx-output-unknown` */
export const sectionFor = (use: LayerUse, frozen: FrozenFile): FrozenSection => ({
  ...bindFrozen(frozen, use.input, frozenOptions(use).output),
  features: use.output.shape,
})

/**
 * Features of these examples: float32 [rows, …features].
 * @throws RunError `onnx-does-not-fit` where rows do not give one set of features each, `non-finite-features`
 */
export async function runFrozen(
  section: FrozenSection,
  examples: Tensor,
  { onBatch = () => undefined, rowOf = (place) => place }: Running = {},
): Promise<Float32Array> {
  const [rows = 0] = examples.shape
  const [taken, given] = [sizeOf(section.signal), sizeOf(section.features)]
  const data = examples.data as Float32Array
  const session = await openSession(bytesOfModel(modelSection(section)))
  try {
    const all = new Float32Array(rows * given)
    for (let from = 0; from < rows; from += featureRows) {
      const count = Math.min(featureRows, rows - from)
      const part = data.subarray(from * taken, (from + count) * taken)
      const fed = tensorFrom('float32', [count, ...section.signal], part)
      const results = await session.run({ [sectionInput]: fed })
      const found = results[sectionOutput]?.data
      if (!(found instanceof Float32Array) || found.length !== count * given) throw mixed(section)
      checkFinite(found, { rowOf: (place) => rowOf(from + place), width: given, output: section.output })
      all.set(found, from * given)
      onBatch()
    }
    return all
  } finally {
    await session.release()
  }
}

const mixed = ({ output }: FrozenBinding): RunError =>
  misfit(`'${output}' has not one set of features a row`, 'choose a tensor whose first axis counts examples')

function checkFinite(
  found: Float32Array,
  { rowOf, width, output }: Required<Pick<Running, 'rowOf'>> & { width: number; output: string },
): void {
  const place = found.findIndex((entry) => !Number.isFinite(entry))
  if (place < 0) return
  const row = rowOf(Math.floor(place / width)) + 1
  throw new RunError(
    'non-finite-features',
    'non-finite',
    `'${output}' is ${String(found[place])} for row ${String(row)} of the data`,
    {
      hint: 'prepare the data as the model was trained (mostly `scale` or `standardize`), or take another tensor',
    },
  )
}
