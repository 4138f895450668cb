// Running graphs in tests: feeds as plain numbers, results as plain numbers.
import { encodeGraph } from '../../runtime/onnx/encode.js'
import type { SessionOptions } from '../../runtime/onnx/session.js'
import { openSession } from '../../runtime/onnx/session.js'
import type { Value } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import type { TensorType } from '../../runtime/tensor/tensor-type.js'
import { fixedShape } from '../../runtime/tensor/tensor-type.js'

/** Values ready to be computed for many feeds. */
export interface Evaluator {
  /** Results in order. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<readonly Tensor[]>
  release(): Promise<void>
}

/** A session for values, with ONNX Runtime's own optimizations off unless told. */
export async function evaluatorOf(
  values: readonly Value[],
  options: SessionOptions = { optimization: 'disabled' },
): Promise<Evaluator> {
  const outputs = values.map((value, index) => ({ name: `result${index}`, value }))
  const model = encodeGraph({ name: 'test', outputs, device: options.device ?? 'cpu' })
  const session = await openSession(model, options)
  return {
    run: async (feeds) => {
      const results = await session.run(feeds)
      return outputs.map(({ name }) => {
        const result = results[name]
        if (result === undefined) throw new Error(`${name} is missing`)
        return result
      })
    },
    release: session.release,
  }
}

/** Results of values, in order, for one set of feeds. */
export async function evaluate(
  values: readonly Value[],
  feeds: Readonly<Record<string, Tensor>> = {},
  options?: SessionOptions,
): Promise<readonly Tensor[]> {
  const evaluator = await evaluatorOf(values, options)
  try {
    return await evaluator.run(feeds)
  } finally {
    await evaluator.release()
  }
}

/** Numbers of the one value. */
export async function numbersFrom(
  value: Value,
  feeds: Readonly<Record<string, Tensor>> = {},
): Promise<readonly number[]> {
  const [result] = await evaluate([value], feeds)
  if (result === undefined) throw new Error('no result')
  return numbersOf(result)
}

/** A tensor of a type filled by a function of the entry's place. */
export const filled = (type: TensorType, fill: (index: number) => number): Tensor => {
  const shape = fixedShape(type.shape)
  const count = shape.reduce((product, length) => product * length, 1)
  return tensorOf(
    type.element,
    shape,
    Array.from({ length: count }, (_, index) => fill(index)),
  )
}
