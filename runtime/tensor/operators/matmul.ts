// Matrix products.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, Lane, OnnxNode, OnnxScope, Use, Value } from '../graph.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { roundingHalves } from '../rules/halves.js'
import { aligned, at, batchedValue } from '../rules/lanes.js'
import type { Axis, TensorType } from '../tensor-type.js'
import { broadcastShapes, tensorType } from '../tensor-type.js'

type MatmulAttributes = { readonly transposeLeft: boolean; readonly transposeRight: boolean }

/**
 * Y = A·B over the last two axes, leading axes broadcast; dA = dY·Bᵀ, dB = Aᵀ·dY. Either operand may be given
 * transposed. ONNX MatMul 13, Gemm 13 for transposed matrices.
 */
export const matmul = operator<MatmulAttributes>({
  kind: 'matmul',
  infer: (inputs, attributes) => [inferProduct(inputs, attributes)],
  gradient: ({ inputs, attributes: { transposeLeft, transposeRight } }, dy, g) => {
    const [a, b] = [at(inputs, 0), at(inputs, 1)]
    return [
      () =>
        transposeLeft
          ? g.matmul(b, dy, { transposeLeft: transposeRight, transposeRight: true })
          : g.matmul(dy, b, { transposeRight: !transposeRight }),
      () =>
        transposeRight
          ? g.matmul(dy, a, { transposeLeft: true, transposeRight: transposeLeft })
          : g.matmul(a, dy, { transposeLeft: !transposeLeft }),
    ]
  },
  batch: ({ inputs, attributes }, lanes, width, g) => {
    const rank = Math.max(...inputs.map((input) => input.type.shape.length))
    const [left, right] = [at(lanes, 0), at(lanes, 1)]
    const own = isColumn(right.value, attributes) ? repeated(right, width, g) : right
    return [g.matmul(operand(left, rank, g), operand(own, rank, g), attributes)]
  },
  onnx: roundingHalves(encodeProduct),
})

/** A shared matrix gets a leading axis: each member then is a product of its own, with bits of its own. */
function operand(lane: Lane, rank: number, g: Builder): Value {
  if (lane.batched) return aligned(lane, rank, g)
  return lane.value.type.shape.length === 2 ? g.unsqueeze(lane.value, [0]) : lane.value
}

/** Rows of all members times one column would run as one product, whose last rows are taken in another way. */
const isColumn = ({ type: { shape } }: Value, { transposeRight }: MatmulAttributes): boolean =>
  matrixOf(shape, transposeRight)[1] === 1

const repeated = (lane: Lane, width: number, g: Builder): Lane => ({
  value: batchedValue(lane, width, g),
  batched: true,
})

function inferProduct(inputs: readonly TensorType[], attributes: MatmulAttributes): TensorType {
  checkElements(inputs, 'numbers')
  const [left, right] = [at(inputs, 0), at(inputs, 1)]
  if (left.shape.length < 2 || right.shape.length < 2) {
    throw new GraphError('shape-mismatch', 'both operands need two axes or more')
  }
  const [rows, inner] = matrixOf(left.shape, attributes.transposeLeft)
  const [met, columns] = matrixOf(right.shape, attributes.transposeRight)
  if (inner !== met) throw new GraphError('shape-mismatch', `the inner axes ${inner} and ${met} differ`)
  const lead = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2))
  return tensorType(left.element, [...lead, rows, columns])
}

/** Rows and columns after the transposition asked for. */
function matrixOf(shape: readonly Axis[], transposed: boolean): readonly [Axis, Axis] {
  const [rows, columns] = [at(shape, shape.length - 2), at(shape, shape.length - 1)]
  return transposed ? [columns, rows] : [rows, columns]
}

function encodeProduct({ inputs, attributes }: Use<MatmulAttributes>, scope: OnnxScope): readonly OnnxNode[] {
  const { transposeLeft, transposeRight } = attributes
  const ranks = inputs.map((input) => input.type.shape.length)
  const { outputs } = scope
  if ((transposeLeft || transposeRight) && ranks.every((rank) => rank === 2)) {
    const flags = { transA: Number(transposeLeft), transB: Number(transposeRight) }
    return [{ operator: 'Gemm', inputs: scope.inputs, outputs, attributes: flags }]
  }
  const turned: OnnxNode[] = []
  const operands = scope.inputs.map((name, index) => {
    if (!(index === 0 ? transposeLeft : transposeRight)) return name
    const rank = at(ranks, index)
    const perm = Array.from({ length: rank }, (_, axis) => axis)
    perm.splice(rank - 2, 2, rank - 1, rank - 2)
    const result = scope.fresh()
    turned.push({ operator: 'Transpose', inputs: [name], outputs: [result], attributes: { perm } })
    return result
  })
  return [...turned, { operator: 'MatMul', inputs: operands, outputs }]
}
