// A frozen model tried on a few examples before a run: what it gives, and whether that can be trained on and exported.
import { EspalierError } from '../../../schemas/diagnostic.js'
import { modelSection, sectionInput, sectionOutput } from '../../onnx/model-section.js'
import { bytesOfModel } from '../../onnx/parse-model.js'
import { openSession, type Session } from '../../onnx/session.js'
import { sizeOf } from '../../support/shape.js'
import { tensorFrom, type Tensor } from '../../tensor/tensor.js'
import { misfit, type FrozenBinding } from './bind.js'

/** Examples that are run together and one by one. */
const together = 3

/** Largest difference, relative to the largest feature, that counts as rounding. */
const rounding = 1e-3

/**
 * Shape of the features of one example.
 * @throws RunError `onnx-does-not-fit` where the model cannot be run on several examples at once, gives no reals, or gives an example
 * other features in other company
 */
export async function probeFrozen(binding: FrozenBinding, examples: Tensor): Promise<readonly number[]> {
  const width = sizeOf(binding.signal)
  const count = Math.min(together, examples.shape[0] ?? 0)
  const few = firstRows(examples, width, count)
  const session = await loaded(binding, {})
  try {
    const element = session.outputElements[sectionOutput] ?? 'no tensor'
    if (element !== 'float32' && element !== 'float64') {
      throw misfit(`'${binding.output}' is ${element}, and features are float or double`, anotherTensor)
    }
    const all = await ask(session, few, binding)
    const [rows, ...shape] = all.shape
    if (rows !== count) {
      throw misfit(
        `'${binding.output}' has the shape [${all.shape.join(', ')}] for ${String(count)} examples`,
        'choose a tensor whose first axis counts examples, or export the model with a free batch axis',
      )
    }
    for (let row = 0; row < count; row += 1) await compareAlone(session, { binding, few, all, row })
    await compareForms(binding, few, all)
    return shape.length === 0 ? [1] : shape
  } finally {
    await session.release()
  }
}

const anotherTensor = 'name a tensor of reals by `output`'

/** @throws RunError `onnx-does-not-fit` with the words of ONNX Runtime */
async function loaded(binding: FrozenBinding, form: { readonly asWritten?: true }): Promise<Session> {
  try {
    return await openSession(bytesOfModel(modelSection({ ...binding, ...form })))
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    throw misfit(
      `the model cannot be loaded as far as '${binding.output}': ${error.message}`,
      'see whether ONNX Runtime loads the whole model',
    )
  }
}

/** @throws RunError `onnx-does-not-fit` */
async function ask(session: Session, examples: Tensor, { output }: FrozenBinding): Promise<Tensor> {
  try {
    const { [sectionOutput]: found } = await session.run({ [sectionInput]: examples })
    return found ?? tensorFrom('float32', [0], new Float32Array())
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    const count = examples.shape[0] === 1 ? 'one example' : `${String(examples.shape[0])} examples at once`
    throw misfit(
      `'${output}' cannot be worked out for ${count}`,
      'export the model with a free batch axis, for examples of this shape',
      error,
    )
  }
}

interface Company {
  readonly binding: FrozenBinding
  readonly few: Tensor
  readonly all: Tensor
  readonly row: number
}

/** Features must be a matter of the example alone: neither of those beside it nor of chance. */
async function compareAlone(session: Session, { binding, few, all, row }: Company): Promise<void> {
  const width = sizeOf(binding.signal)
  const alone = await ask(session, rowsOf(few, width, row, 1), binding)
  const size = entriesOf(all).length / (all.shape[0] ?? 1)
  const company = entriesOf(all).slice(row * size, (row + 1) * size)
  if (isSame(entriesOf(alone), company)) return
  throw misfit(
    `'${binding.output}' is different for one example alone and among others`,
    'export the model for inference: without batch statistics, dropout or random numbers',
  )
}

/** Operators of older sets are written anew: that this changed nothing is tried, not believed. */
async function compareForms(binding: FrozenBinding, few: Tensor, all: Tensor): Promise<void> {
  const session = await loaded(binding, { asWritten: true })
  try {
    const before = await ask(session, few, binding)
    if (isSame(entriesOf(before), entriesOf(all))) return
  } finally {
    await session.release()
  }
  throw misfit(
    `'${binding.output}' is different in operator set 18, in which models are exported`,
    'export the model with operator set 18 or later',
  )
}

function isSame(found: readonly number[], expected: readonly number[]): boolean {
  const largest = expected.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  return (
    found.length === expected.length &&
    found.every((entry, place) => {
      const other = expected[place] ?? Number.NaN
      return Object.is(entry, other) || Math.abs(entry - other) <= rounding * largest
    })
  )
}

const entriesOf = ({ data }: Tensor): readonly number[] => Array.from(data, Number)

const firstRows = (examples: Tensor, width: number, count: number): Tensor =>
  rowsOf(examples, width, 0, count)

function rowsOf({ data, shape }: Tensor, width: number, from: number, count: number): Tensor {
  const part = (data as Float32Array).slice(from * width, (from + count) * width)
  return tensorFrom('float32', [count, ...shape.slice(1)], part)
}
