// The population form: a graph for one model becomes a graph for many, with a leading population axis.
// It names no operator; how one is batched is its own rule.
import { GraphError } from '../../schemas/diagnostic.js'
import { builder, buildersByOrigin } from './builder.js'
import type { Builder, Lane, Node, OperationNode, Value } from './graph.js'
import { nodesOf } from './graph.js'
import { showType, tensorType } from './tensor-type.js'

/** A batched graph: its results in the order asked for, and the new inputs by name. */
export interface BatchedGraph {
  readonly outputs: readonly Lane[]
  readonly inputs: ReadonlyMap<string, Value>
}

/**
 * Outputs computed for `width` members at once. Inputs and parameters named in `batched` get a leading axis of that
 * width, the others are shared by all members; an output is batched if it depends on a batched input.
 * @throws GraphError `unknown-input`
 */
export function batchGraph(
  outputs: readonly Value[],
  batched: ReadonlySet<string>,
  width: number,
): BatchedGraph {
  const lanes = new Map<Node, readonly Lane[]>()
  const inputs = new Map<string, Value>()
  const builderAt = buildersByOrigin()
  for (const node of nodesOf(outputs)) {
    const results =
      node.kind === 'operation'
        ? batchOperation(node, width, lanes, builderAt(node.origin))
        : batchLeaf(node, batched, width)
    lanes.set(node, results)
    const [first] = results
    if ((node.kind === 'input' || node.kind === 'parameter') && first !== undefined) {
      inputs.set(node.name, first.value)
    }
  }
  return { outputs: outputs.map((output) => laneOf(output, lanes)), inputs }
}

/** A population result for every lane: those of shared values repeated. */
export function spreadLanes(lanes: readonly Lane[], width: number): readonly Value[] {
  return lanes.map(({ value, batched }) =>
    batched ? value : builder(value.node.origin).expand(value, [width, ...value.type.shape]),
  )
}

function batchLeaf(
  node: Exclude<Node, OperationNode>,
  batched: ReadonlySet<string>,
  width: number,
): readonly Lane[] {
  const [type] = node.types
  if (node.kind === 'constant' || !batched.has(node.name)) {
    return [{ value: { node, index: 0, type }, batched: false }]
  }
  const g = builder(node.origin)
  const wide = tensorType(type.element, [width, ...type.shape])
  return [
    { value: node.kind === 'input' ? g.input(node.name, wide) : g.parameter(node.name, wide), batched: true },
  ]
}

function batchOperation(
  node: OperationNode,
  width: number,
  lanes: ReadonlyMap<Node, readonly Lane[]>,
  g: Builder,
): readonly Lane[] {
  const inputs = node.inputs.map((input) => laneOf(input, lanes))
  if (inputs.every((lane) => !lane.batched)) {
    const unchanged = inputs.every(({ value }, index) => sameValue(value, node.inputs[index]))
    const values = unchanged
      ? node.types.map((type, index) => ({ node, index, type }))
      : node.rules.remake(inputs.map((lane) => lane.value))
    return values.map((value) => ({ value, batched: false }))
  }
  const results = node.rules.batch(inputs, width, g)
  results.forEach((value, index) => checkResult(node, index, value, width))
  return results.map((value) => ({ value, batched: true }))
}

/** A batch rule that gives another type than the member's with one more axis is wrong. */
function checkResult(node: OperationNode, index: number, value: Value, width: number): void {
  const type = node.types[index]
  if (type === undefined) return
  const wanted = showType(tensorType(type.element, [width, ...type.shape]))
  if (showType(value.type) !== wanted) {
    throw new GraphError(
      'batch-rule',
      `\`${node.operator}\` gave ${showType(value.type)} where ${wanted} was expected`,
    )
  }
}

function laneOf(value: Value, lanes: ReadonlyMap<Node, readonly Lane[]>): Lane {
  const lane = lanes.get(value.node)?.[value.index]
  if (lane === undefined) throw new GraphError('batch-rule', 'a value was batched before its inputs')
  return lane
}

const sameValue = (left: Value, right: Value | undefined): boolean =>
  left.node === right?.node && left.index === right.index
