// What a legal graph is, and what a pass may do to one; run after passes in tests and development, and before encoding.
import { GraphError, InvariantError } from '../../schemas/diagnostic.js'
import type { ConstantNode, InputNode, Node, OperationNode, Value } from './graph.js'
import { nodesOf } from './graph.js'
import type { Tensor } from './tensor.js'
import type { TensorType } from './tensor-type.js'
import { isAxis, sameType, showType, tensorType } from './tensor-type.js'

/**
 * A legal graph: every value is a result its node has, with the node's type; operands come before their users, so there is
 * no cycle; every operator's types are those its rule infers; literals are what their type says; no two leaves have one name.
 * @throws GraphError `duplicate-name`
 * @throws InvariantError on anything else, which only a wrong rule or pass can cause
 */
export function checkGraph(outputs: readonly Value[]): void {
  const fault = structureFault(outputs, new Set())
  if (fault !== undefined) throw new InvariantError(fault)
  const clash = nameClash(outputs)
  if (clash !== undefined) throw new GraphError('duplicate-name', clash)
}

/** A graph before and after a pass, and the nodes that need no second look: those of earlier checks, to which this one adds. */
export interface PassCheck {
  readonly pass: string
  readonly before: readonly Value[]
  readonly after: readonly Value[]
  readonly known: Set<Node>
}

/**
 * What a pass must leave: a legal graph, as many outputs, of the same types, and no leaf that was not there.
 * @throws InvariantError naming the pass
 */
export function checkPass({ pass, before, after, known }: PassCheck): void {
  const fault = outputFault(before, after) ?? structureFault(after, known) ?? leafFault(before, after)
  if (fault !== undefined) throw new InvariantError(`the graph pass '${pass}' broke the graph: ${fault}`)
}

/** The first thing that is wrong with the values and the nodes they need, in words. */
function structureFault(outputs: readonly Value[], known: Set<Node>): string | undefined {
  const earlier = new Set<Node>()
  for (const node of nodesOf(outputs)) {
    const late = node.inputs.find((input) => !earlier.has(input.node))
    if (late !== undefined) return `${describe(node)} and its operand ${describe(late.node)} need each other`
    earlier.add(node)
    if (known.has(node)) continue
    const fault = nodeFault(node)
    if (fault !== undefined) return fault
    known.add(node)
  }
  return valueFault(outputs, 'the list of outputs')
}

function nodeFault(node: Node): string | undefined {
  const [odd] = node.types.filter((type) => !type.shape.every(isAxis))
  if (odd !== undefined) return `${describe(node)} has the impossible type ${showType(odd)}`
  if (node.kind === 'operation') return valueFault(node.inputs, describe(node)) ?? operationFault(node)
  return node.kind === 'constant' ? literalFault(node) : undefined
}

function valueFault(values: readonly Value[], user: string): string | undefined {
  for (const { node, index, type } of values) {
    const own = node.types[index]
    if (own === undefined)
      return `${user} takes result ${index} of ${describe(node)}, which has ${node.types.length}`
    if (!sameType(own, type)) {
      return `${user} takes result ${index} of ${describe(node)} for ${showType(type)}, but it is ${showType(own)}`
    }
  }
  return undefined
}

function operationFault(node: OperationNode): string | undefined {
  const inferred = inferredTypes(node)
  if (typeof inferred === 'string') return `${describe(node)} refuses its operands: ${inferred}`
  const agrees =
    inferred.length === node.types.length && inferred.every((type, index) => isType(type, node.types[index]))
  if (agrees) return undefined
  return `${describe(node)} has types ${showTypes(node.types)} instead of ${showTypes(inferred)}`
}

/** Types by the operator's own rule, or why there are none. */
function inferredTypes(node: OperationNode): readonly TensorType[] | string {
  try {
    return node.rules.infer(node.inputs.map((input) => input.type))
  } catch (error) {
    if (error instanceof GraphError) return error.message
    throw error
  }
}

function literalFault(node: ConstantNode): string | undefined {
  const { tensor } = node
  const [type] = node.types
  const found = tensorType(tensor.element, tensor.shape)
  const says = `${describe(node)} of type ${showType(type)}`
  if (!sameType(found, type)) return `${says} holds ${showType(found)}`
  return tensor.data.length === countOf(tensor) ? undefined : `${says} holds ${tensor.data.length} entries`
}

const countOf = ({ shape }: Tensor): number => shape.reduce((product, length) => product * length, 1)

function outputFault(before: readonly Value[], after: readonly Value[]): string | undefined {
  if (after.length !== before.length) return `${before.length} outputs became ${after.length}`
  const index = before.findIndex(({ type }, place) => !isType(type, after[place]?.type))
  const [was, is] = [before[index], after[index]]
  if (was === undefined || is === undefined) return undefined
  return `output ${index} was ${showType(was.type)} and became ${showType(is.type)}`
}

/** Leaves are fed by name from outside: passes keep the very nodes. */
function leafFault(before: readonly Value[], after: readonly Value[]): string | undefined {
  const given = new Set<Node>(leavesOf(before))
  const stranger = leavesOf(after).find((leaf) => !given.has(leaf))
  return stranger === undefined ? undefined : `the ${stranger.kind} '${stranger.name}' was not there before`
}

function nameClash(outputs: readonly Value[]): string | undefined {
  const named = new Map<string, InputNode>()
  for (const leaf of leavesOf(outputs)) {
    const other = named.get(leaf.name)
    if (other !== undefined) return `'${leaf.name}' names two inputs (${leaf.origin}, ${other.origin})`
    named.set(leaf.name, leaf)
  }
  return undefined
}

const leavesOf = (outputs: readonly Value[]): readonly InputNode[] =>
  nodesOf(outputs).filter((node): node is InputNode => node.kind === 'input' || node.kind === 'parameter')

const isType = (wanted: TensorType, found: TensorType | undefined): boolean =>
  found !== undefined && sameType(wanted, found)

const showTypes = (types: readonly TensorType[]): string => types.map(showType).join(', ')

/** A node as a message names it. */
function describe(node: Node): string {
  const where = node.origin === '' ? '' : ` (${node.origin})`
  if (node.kind === 'operation') return `\`${node.operator}\`${where}`
  return node.kind === 'constant' ? `a literal${where}` : `the ${node.kind} '${node.name}'`
}
