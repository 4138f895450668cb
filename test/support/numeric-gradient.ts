// Gradients of whole graphs against central differences along one random direction over all leaves at once.
import { gradients } from '../../runtime/autodiff/reverse.js'
import { encodeGraph } from '../../runtime/onnx/encode.js'
import { openSession } from '../../runtime/onnx/session.js'
import { randomStream } from '../../runtime/support/random.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { countOf } from '../../runtime/tensor/tensor-type.js'
import { tensorFrom, type Tensor } from '../../runtime/tensor/tensor.js'

/** The slope that the graph gives and the one that differences give, along one direction. */
export async function directionalSlopes(
  output: Value,
  leaves: readonly { readonly leaf: Value; readonly at: Tensor }[],
  feeds: Readonly<Record<string, Tensor>>,
  step = 0.01,
): Promise<{ readonly graph: number; readonly differences: number }> {
  const g = builder()
  const random = randomStream('slopes', output.type.shape.length)
  const weights = g.constant(drawn(random, output.type.shape.map(Number)))
  const loss = g.reduceSum(g.multiply(output, weights))
  const slopes = gradients(
    loss,
    leaves.map(({ leaf }) => leaf),
  )
  const session = await openSession(
    encodeGraph({
      name: 'slopes',
      outputs: [
        { name: 'loss', value: loss },
        ...slopes.map((value, index) => ({ name: `slope.${index}`, value })),
      ],
    }),
  )
  const directions = leaves.map(({ at }) => drawn(random, at.shape))
  const run = (shift: number) =>
    session.run(
      Object.fromEntries([
        ...Object.entries(feeds).filter(([name]) => session.inputs.includes(name)),
        ...leaves.map(({ leaf, at }, index) => [nameOf(leaf), moved(at, directions[index], shift)] as const),
      ]),
    )
  const [above, below, here] = [await run(step), await run(-step), await run(0)]
  await session.release()
  const graph = directions.reduce((sum, direction, index) => sum + dot(here[`slope.${index}`], direction), 0)
  return { graph, differences: (first(above['loss']) - first(below['loss'])) / (2 * step) }
}

/** Standard normal entries. */
export const drawn = (random: ReturnType<typeof randomStream>, shape: readonly number[]): Tensor =>
  tensorFrom(
    'float32',
    shape,
    Float32Array.from({ length: countOf(shape) }, () => random.normal()),
  )

const moved = (at: Tensor, direction: Tensor | undefined, shift: number): Tensor =>
  tensorFrom(
    'float32',
    at.shape,
    Float32Array.from(numbers(at), (value, index) => value + shift * (numbers(direction)[index] ?? 0)),
  )

const dot = (left: Tensor | undefined, right: Tensor): number =>
  numbers(left).reduce((sum, value, index) => sum + value * (numbers(right)[index] ?? 0), 0)

const numbers = (tensor: Tensor | undefined): Float32Array =>
  tensor?.data instanceof Float32Array ? tensor.data : new Float32Array()

const first = (tensor: Tensor | undefined): number => numbers(tensor)[0] ?? Number.NaN

const nameOf = (leaf: Value): string => ('name' in leaf.node ? leaf.node.name : '')
