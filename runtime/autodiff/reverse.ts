// Reverse-mode differentiation: a walk back from a scalar that adds up what each use sends to its inputs.
// It names no operator but those it needs to sum; what an operator sends back is its own rule.
import { GraphError } from '../../schemas/diagnostic.js'
import { builder, buildersByOrigin } from '../tensor/builder.js'
import type { Builder, Node, OperationNode, Value } from '../tensor/graph.js'
import type { Axis } from '../tensor/tensor-type.js'
import { isFloating, sameShape, showType } from '../tensor/tensor-type.js'
import { nodesBetween } from './reachability.js'

/** Upstream gradients found so far, by node and result. */
type Upstream = Map<Node, Map<number, Value>>

/**
 * ∂loss/∂value for each value, in the same graph language, so that it can be differentiated again. A value that the
 * loss does not depend on gets zeros. `upstream` is the gradient of the loss itself, 1 unless given; with it the
 * first argument need not be a scalar (vector–Jacobian product).
 * @throws GraphError `not-a-scalar`, `not-differentiable`
 */
export function gradients(loss: Value, values: readonly Value[], upstream?: Value): readonly Value[] {
  const g = builder(loss.node.origin)
  if (upstream === undefined && loss.type.shape.length !== 0) {
    throw new GraphError('not-a-scalar', `only a scalar has a gradient, found ${showType(loss.type)}`)
  }
  const found: Upstream = new Map()
  contribute(found, loss, upstream ?? g.scalar(1, loss.type.element), g)
  const wanted = nodesBetween(loss, values)
  const between = new Set(wanted)
  const builderAt = buildersByOrigin()
  for (const node of [...wanted].reverse()) {
    if (node.kind === 'operation') sendBack(node, between, found, builderAt(node.origin))
  }
  return values.map((value) => found.get(value.node)?.get(value.index) ?? zeros(value, g))
}

/** Sends the upstream gradient of a node to those of its inputs that lie between. */
function sendBack(node: OperationNode, between: ReadonlySet<Node>, found: Upstream, g: Builder): void {
  const receives = node.inputs.some((input) => between.has(input.node) && isFloating(input.type.element))
  const arrived = found.get(node)
  if (arrived === undefined || !receives) return
  const { gradient } = node.rules
  if (gradient === undefined) {
    const where = node.origin === '' ? '' : ` (${node.origin})`
    throw new GraphError('not-differentiable', `\`${node.operator}\`${where} has no gradient`)
  }
  const [first, ...others] = node.types.map((type, index) => ({ node, index, type }))
  if (first === undefined) return
  const upstream = arrived.get(0) ?? zeros(first, g)
  const further = others.map(({ index }) => arrived.get(index))
  gradient(upstream, g, further).forEach((thunk, index) => {
    const input = node.inputs[index]
    if (input === undefined || thunk === undefined || !between.has(input.node)) return
    contribute(found, input, summedTo(thunk(), input.type.shape, g), g)
  })
}

function contribute(found: Upstream, value: Value, share: Value, g: Builder): void {
  const results = found.get(value.node) ?? new Map<number, Value>()
  found.set(value.node, results)
  const sum = results.get(value.index)
  results.set(value.index, sum === undefined ? share : g.add(sum, share))
}

/** Undoes broadcasting, here alone: axes that an operator stretched are summed. */
function summedTo(share: Value, shape: readonly Axis[], g: Builder): Value {
  if (sameShape(share.type.shape, shape)) return share
  const lead = share.type.shape.length - shape.length
  const stretched = share.type.shape.flatMap((length, axis) =>
    axis < lead || (shape[axis - lead] === 1 && length !== 1) ? [axis] : [],
  )
  const sum = stretched.length === 0 ? share : summed(share, stretched, g)
  return g.expand(g.reshape(sum, keptShape(sum, shape)), shape)
}

/** Halves are added up as float32: many of them would lose what is small. */
function summed(share: Value, axes: readonly number[], g: Builder): Value {
  if (share.type.element !== 'float16') return g.reduceSum(share, axes)
  return g.cast(g.reduceSum(g.cast(share, 'float32'), axes), 'float16')
}

/** The shape to reshape to before a missing stretch: a gradient may be smaller than its input (a scalar upstream). */
function keptShape(sum: Value, shape: readonly Axis[]): readonly Axis[] {
  const count = (axes: readonly Axis[]): number =>
    axes.reduce<number>((product, axis) => (typeof axis === 'string' ? product : product * axis), 1)
  return count(sum.type.shape) === count(shape) ? shape : sum.type.shape
}

const zeros = (value: Value, g: Builder): Value => g.expand(g.scalar(0, value.type.element), value.type.shape)
