// What a case of an operator or function really reaches: nodes, inputs that get a gradient, a gradient that bends.
import { nodesBetween } from '../../runtime/autodiff/reachability.js'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Node, OperationNode, Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import * as operators from '../../runtime/tensor/operators/index.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'
import type { OperatorCase } from '../conformance/cases/case.js'
import { leavesOf } from '../conformance/operator-feeds.js'

const g = builder('flow')

/** What the nodes of an operator are called; undefined for a function, which has no nodes of its own. */
export const nodeKindOf = (name: string): string | undefined =>
  Object.entries(operators).find(([own]) => own === name)?.[1].kind

/** Whether the graph holds the operator; a function is taken at its word. */
export const holds = (graph: Value, name: string): boolean => {
  const kind = nodeKindOf(name)
  return kind === undefined || operationsIn([graph], kind).length > 0
}

/** Whether the graph of a case holds the operator. */
export const reaches = (one: OperatorCase, name: string): boolean => holds(one.build(...leavesOf(one)), name)

/**
 * The inputs to which a gradient is owed in a case: those of the operator's nodes to which its rule sends one, or the
 * leaves of a function that its gradient reaches.
 */
export function owedInputs(one: OperatorCase, name: string): ReadonlySet<number> {
  const kind = nodeKindOf(name)
  if (kind === undefined) return flowingLeaves(one)
  return sentTo(operationsIn([one.build(...leavesOf(one))], kind), () => true)
}

/** Those of the owed inputs that lie between a real input of the case and its result, so that a gradient passes them. */
export function passedInputs(one: OperatorCase, name: string): ReadonlySet<number> {
  const kind = nodeKindOf(name)
  if (kind === undefined) return flowingLeaves(one)
  const leaves = leavesOf(one)
  const between = nodesBetween(one.build(...leaves), leaves.filter(isReal))
  const passed = new Set<Node>(between)
  return sentTo(ofKind(between, kind), (input) => passed.has(input.node))
}

/** The real inputs of a case whose gradient is more than zeros for want of a path. */
export function flowingLeaves(one: OperatorCase): ReadonlySet<number> {
  const leaves = leavesOf(one)
  const slopes = slopesOf(one, leaves)
  const reals = leaves.flatMap((leaf, place) => (isReal(leaf) ? [place] : []))
  return new Set(reals.filter((_, index) => dependsOnInputs(slopes[index])))
}

/** Whether the gradient of a case depends on its real inputs, or on the upstream gradient alone, as in a linear function. */
export function bends(one: OperatorCase): boolean {
  const leaves = leavesOf(one)
  const slopes = slopesOf(one, leaves).filter(dependsOnInputs)
  const sums = slopes.map((slope, index) =>
    g.reduceSum(g.multiply(slope, g.input(`v${String(index)}`, slope.type))),
  )
  return sums.some((sum) => gradients(sum, leaves.filter(isReal)).some(dependsOnInputs))
}

function slopesOf(one: OperatorCase, leaves: readonly Value[]): readonly Value[] {
  const value = one.build(...leaves)
  if (!isReal(value)) return []
  return gradients(g.reduceSum(g.multiply(value, g.input('u', value.type))), leaves.filter(isReal))
}

/** Zeros for want of a path are a literal. */
const dependsOnInputs = (value: Value | undefined): boolean =>
  value !== undefined && nodesOf([value]).some(({ kind }) => kind === 'input')

const isReal = ({ type }: Value): boolean => isFloating(type.element)

const ofKind = (nodes: readonly Node[], kind: string): readonly OperationNode[] =>
  nodes.flatMap((node) => (node.kind === 'operation' && node.operator === kind ? [node] : []))

const operationsIn = (graph: readonly Value[], kind: string): readonly OperationNode[] =>
  ofKind(nodesOf(graph), kind)

/** Places of the real inputs to which the rules of some nodes send a gradient. */
function sentTo(nodes: readonly OperationNode[], admits: (input: Value) => boolean): ReadonlySet<number> {
  const places = nodes.flatMap(({ inputs, types: [type, ...further], rules }) => {
    if (type === undefined || rules.gradient === undefined) return []
    const others = further.map((each, index) =>
      isFloating(each.element) ? g.input(`dy${String(index + 1)}`, each) : undefined,
    )
    const thunks = rules.gradient(g.input('dy', type), g, others)
    return inputs.flatMap((input, place) =>
      thunks[place] !== undefined && isReal(input) && admits(input) ? [place] : [],
    )
  })
  return new Set(places)
}
