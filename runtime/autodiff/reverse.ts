// Reverse-mode differentiation: a walk back from a scalar that adds up what each use sends to its inputs.
// It names no operator; what an operator sends back is its own rule, how shares are added is told in accumulate.ts.
import { GraphError } from '../../schemas/diagnostic.js'
import { builder, buildersByOrigin } from '../tensor/builder.js'
import type { Builder, Node, OperationNode, Value } from '../tensor/graph.js'
import { isFloating, showType } from '../tensor/tensor-type.js'
import { accumulated } from './accumulate.js'
import { nodesBetween } from './reachability.js'
import { summedTo } from './unbroadcast.js'

/** What uses have sent back so far, by node and result: shares of upstream gradients. */
type Upstream = Map<Node, Map<number, Value[]>>

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
  contribute(found, loss, upstream ?? g.scalar(1, loss.type.element))
  const wanted = nodesBetween(loss, values)
  const between = new Set(wanted)
  const builderAt = buildersByOrigin()
  for (const node of [...wanted].reverse()) {
    if (node.kind === 'operation') sendBack(node, between, found, builderAt(node.origin))
  }
  return values.map((value) => upstreamOf(found, value, builderAt(value.node.origin)) ?? zeros(value, g))
}

/** Sends the upstream gradient of a node to those of its inputs that lie between. */
function sendBack(node: OperationNode, between: ReadonlySet<Node>, found: Upstream, g: Builder): void {
  const receives = node.inputs.some((input) => between.has(input.node) && isFloating(input.type.element))
  if (!receives || !found.has(node)) return
  const { gradient } = node.rules
  if (gradient === undefined) {
    const where = node.origin === '' ? '' : ` (${node.origin})`
    throw new GraphError('not-differentiable', `\`${node.operator}\`${where} has no gradient`)
  }
  const [first, ...others] = node.types.map((type, index) => ({ node, index, type }))
  if (first === undefined) return
  const upstream = upstreamOf(found, first, g) ?? zeros(first, g)
  const further = others.map((result) => upstreamOf(found, result, g))
  gradient(upstream, g, further).forEach((thunk, index) => {
    const input = node.inputs[index]
    if (input === undefined || thunk === undefined || !between.has(input.node)) return
    contribute(found, input, summedTo(thunk(), input.type.shape, g))
  })
}

/** The sum of all shares; made once, when every use has sent its own. */
function upstreamOf(
  found: Upstream,
  { node, index }: Pick<Value, 'node' | 'index'>,
  g: Builder,
): Value | undefined {
  const shares = found.get(node)?.get(index)
  if (shares === undefined) return undefined
  const sum = accumulated(shares, g)
  if (sum !== undefined) shares.splice(0, shares.length, sum)
  return sum
}

function contribute(found: Upstream, value: Value, share: Value): void {
  const results = found.get(value.node) ?? new Map<number, Value[]>()
  found.set(value.node, results)
  const shares = results.get(value.index) ?? []
  results.set(value.index, shares)
  shares.push(share)
}

const zeros = (value: Value, g: Builder): Value => g.expand(g.scalar(0, value.type.element), value.type.shape)
