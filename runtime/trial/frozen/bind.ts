// How a foreign model and prepared examples come together. Pure: the same for the check before a run and for the run.
import { RunError } from '../../../schemas/diagnostic.js'
import { innerTensors, operatorSetOf, type SectionRequest } from '../../onnx/model-section.js'
import type { SignatureEntry } from '../../onnx/signature.js'
import { oldestOperatorSet } from '../../onnx/upgrade.js'
import { suggest } from '../../support/did-you-mean.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { FrozenFile } from './read.js'

/** A model laid against examples; `features` is known once it has been run. */
export type FrozenBinding = Omit<SectionRequest, 'features'>

/** Lays a model against examples. @throws RunError `onnx-does-not-fit`, `onnx-output-unknown` */
export function bindFrozen(frozen: FrozenFile, signal: Signal, output: string | undefined): FrozenBinding {
  const { model } = frozen
  checkOperators(frozen)
  return { model, input: inputOf(frozen, signal), output: outputOf(frozen, output), signal: signal.shape }
}

/** What is said of a model that cannot take these data, or gives what nothing can be trained on. */
export const misfit = (message: string, hint: string, cause?: unknown): RunError =>
  new RunError('onnx-does-not-fit', 'data', message, { hint, cause })

function checkOperators({ file, model }: FrozenFile): void {
  const set = operatorSetOf(model)
  if (set < oldestOperatorSet) {
    throw misfit(
      `the model '${file}' is written in operator set ${String(set)}, and ${String(oldestOperatorSet)} is the oldest that can be part of a model`,
      `export it anew with operator set ${String(oldestOperatorSet)} or later, or convert it with onnx.version_converter`,
    )
  }
  if ((model.functions ?? []).length > 0 && set < 18) {
    throw misfit(
      `the model '${file}' brings functions of its own in operator set ${String(set)}`,
      'export it with operator set 18 or later, or with its functions inlined',
    )
  }
}

function inputOf({ file, signature }: FrozenFile, { shape }: Signal): FrozenBinding['input'] {
  const [only, second] = signature.inputs
  if (only === undefined || second !== undefined) {
    const names = signature.inputs.map(({ name }) => `'${name}'`).join(', ')
    const has = only === undefined ? 'no input' : `the inputs ${names}`
    throw misfit(`the model '${file}' has ${has}, and prepared examples fill one`, oneInput)
  }
  const { name, element } = only
  if (element !== 'float32' && element !== 'float64') {
    throw misfit(
      `the input '${name}' of '${file}' takes ${element === undefined ? 'neither float nor double' : element}, and prepared examples are float32`,
      'convert it inside the model, with a Cast',
    )
  }
  const fed = fedShape(only, shape)
  if (fed === undefined) {
    throw misfit(
      `the input '${name}' of '${file}' has the shape [${written(only)}], and prepared examples are [${['N', ...shape].join(', ')}]`,
      'the first axis counts examples; the others are those of one example, channels first',
    )
  }
  return fed === 'as it is' ? { name, element } : { name, element, shape: fed }
}

const oneInput = 'use a model with one input; weights of the model belong among its initializers'

/**
 * How examples are fed: as they are, or in the shape that the model fixes where one of the two is a plain row. Images are not turned:
 * channels that come last would go unnoticed.
 */
function fedShape(
  { shape: declared }: SignatureEntry,
  shape: readonly number[],
): 'as it is' | readonly number[] | undefined {
  const axes = declared?.slice(1)
  if (axes === undefined) return 'as it is'
  if (declared?.length === 0) return undefined
  const fits = (axis: number | undefined, place: number): boolean =>
    axis === undefined || axis === shape[place]
  if (axes.length === shape.length && axes.every(fits)) return 'as it is'
  const fixed = axes.filter((axis) => axis !== undefined)
  const isWhole = fixed.length === axes.length && sizeOf(fixed) === sizeOf(shape)
  return isWhole && (axes.length <= 1 || shape.length === 1) ? fixed : undefined
}

const written = ({ shape }: SignatureEntry): string => (shape ?? []).map((axis) => axis ?? 'N').join(', ')

function outputOf({ file, model, signature }: FrozenFile, output: string | undefined): string {
  const inner = innerTensors(model)
  const known = [...new Set([...signature.outputs.map(({ name }) => name), ...inner])]
  if (output === undefined) {
    const [only, second] = signature.outputs
    if (only !== undefined && second === undefined && inner.includes(only.name)) return only.name
    const names = signature.outputs.map(({ name }) => `'${name}'`).join(', ')
    throw unknown(`the model '${file}' has the outputs ${names}: which of them are the features?`, {
      hint: `write \`output: ${second?.name ?? '…'}\``,
    })
  }
  if (inner.includes(output)) return output
  throw unknown(`the model '${file}' has no tensor '${output}'`, { hint: suggest(output, known) })
}

const unknown = (message: string, fields: { readonly hint: string }): RunError =>
  new RunError('onnx-output-unknown', 'data', message, fields)
