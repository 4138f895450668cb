// Graphs of typed values: immutable nodes that point at their inputs, so a graph is whatever its outputs reach.
// Making a node infers its type or raises; what an operator means is told by its definition (operators/).
import { GraphError } from '../../schemas/diagnostic.js'
import type { Tensor } from './tensor.js'
import type { Axis, TensorType } from './tensor-type.js'
import { showType } from './tensor-type.js'
import type { Primitive, Vocabulary } from './vocabulary.js'

/** One result of a node. */
export interface Value {
  readonly node: Node
  /** Which result of the node. */
  readonly index: number
  readonly type: TensorType
}

/** What layers and rules build graphs with. */
export type Builder = Vocabulary<Value>

/** What composed functions are written in. */
export type Primitives = Primitive<Value>

/** A setting of an operator, fixed when the node is made. */
export type Attribute = number | boolean | string | readonly Axis[]
export type Attributes = Readonly<Record<string, Attribute>>

/** Fed at run time, or trained. */
export interface InputNode {
  readonly kind: 'input' | 'parameter'
  readonly name: string
  readonly inputs: readonly []
  readonly types: readonly [TensorType]
  readonly origin: string
}

/** A literal. */
export interface ConstantNode {
  readonly kind: 'constant'
  readonly tensor: Tensor
  readonly inputs: readonly []
  readonly types: readonly [TensorType]
  readonly origin: string
}

/** An operator applied to values. */
export interface OperationNode {
  readonly kind: 'operation'
  readonly operator: string
  readonly inputs: readonly Value[]
  readonly attributes: Attributes
  readonly types: readonly TensorType[]
  /** Layer path and `file:line:column` of what asked for this node; empty if nobody said. */
  readonly origin: string
  readonly rules: Rules
}

export type Node = InputNode | ConstantNode | OperationNode

/** One use of an operator, as its rules see it. */
export interface Use<A extends Attributes = Attributes> {
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  readonly attributes: A
}

/** A gradient that is only built when somebody asks for it. */
export type Thunk = () => Value

/** An input of a batched operator: `batched` ones have a leading population axis. */
export interface Lane {
  readonly value: Value
  readonly batched: boolean
}

/** Where graphs run; an operator may have another ONNX form for each. */
export type Device = 'cpu' | 'webgpu' | 'cuda'

/** An attribute of an ONNX node: integers, integer lists, text as they are; reals and graphs marked. */
export type OnnxAttribute =
  number | readonly number[] | string | { readonly float: number } | { readonly body: OnnxBody }

/** The graph inside an ONNX node that repeats it; it may use names of the graph around it. */
export interface OnnxBody {
  readonly inputs: readonly OnnxResult[]
  readonly nodes: readonly OnnxNode[]
  readonly outputs: readonly OnnxResult[]
}

/** A name and what it stands for. */
export interface OnnxResult {
  readonly name: string
  readonly type: TensorType
}

/** A node of an ONNX graph; empty input names stand for absent ones. */
export interface OnnxNode {
  readonly operator: string
  readonly domain?: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>
}

/** Names given to a use while it is encoded, and ways to get more. */
export interface OnnxScope {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly device: Device
  /** Channels in a block of the host's blocked convolution; absent where it must not be used. */
  readonly block?: number
  /** A name for an intermediate result. */
  fresh(): string
  /** The name of a literal. */
  constant(tensor: Tensor): string
}

/** Upstream gradients of results after the first, by result; undefined where none arrived. */
export type FurtherUpstream = readonly (Value | undefined)[]

/** What inputs get; only rules of operators with several real results look at `further`. */
export type GradientRule<U> = (
  use: U,
  upstream: Value,
  g: Builder,
  further: FurtherUpstream,
) => readonly (Thunk | undefined)[]

/** All that concerns one operator. */
export interface OperatorDefinition<A extends Attributes = Attributes> {
  readonly kind: string
  /** Types of the results. @throws GraphError */
  infer(inputs: readonly TensorType[], attributes: A): readonly TensorType[]
  /**
   * What each input gets of the upstream gradient of result 0, and of those of further results where there are any; undefined
   * where nothing flows. Where shapes were broadcast the thunk may give the shape of the result: autodiff sums it back. Absent:
   * not differentiable.
   */
  readonly gradient?: GradientRule<Use<A>>
  /** The same operator on a whole population: at least one lane is batched, and all results shall be. */
  batch(use: Use<A>, lanes: readonly Lane[], width: number, g: Builder): readonly Value[]
  /** The ONNX nodes that compute it. */
  onnx(use: Use<A>, scope: OnnxScope): readonly OnnxNode[]
  /** The result on literals, if it can be had with exactly the bits of the runtime. */
  readonly evaluate?: (inputs: readonly Tensor[], use: Use<A>) => Tensor | undefined
}

/** A definition tied to the attributes of one node. */
export interface Rules {
  readonly infer: (inputs: readonly TensorType[]) => readonly TensorType[]
  readonly gradient?: (
    upstream: Value,
    g: Builder,
    further: FurtherUpstream,
  ) => readonly (Thunk | undefined)[]
  readonly batch: (lanes: readonly Lane[], width: number, g: Builder) => readonly Value[]
  readonly onnx: (scope: OnnxScope) => readonly OnnxNode[]
  readonly evaluate?: (inputs: readonly Tensor[]) => Tensor | undefined
  /** The same operator with the same attributes on other inputs. */
  readonly remake: (inputs: readonly Value[]) => readonly Value[]
}

/** Keeps the attribute type of a definition. */
export const operator = <A extends Attributes>(definition: OperatorDefinition<A>): OperatorDefinition<A> =>
  definition

/** Applies an operator. @throws GraphError naming the operator, the types and the origin */
export function apply<A extends Attributes>(
  definition: OperatorDefinition<A>,
  inputs: readonly Value[],
  attributes: A,
  origin: string,
): readonly Value[] {
  const types = inferOrExplain(definition, inputs, attributes, origin)
  const outputs: Value[] = []
  const use: Use<A> = { inputs, outputs, attributes }
  const node: OperationNode = {
    kind: 'operation',
    operator: definition.kind,
    inputs,
    attributes,
    types,
    origin,
    rules: bind(definition, use, origin),
  }
  outputs.push(...types.map((type, index) => ({ node, index, type })))
  return outputs
}

/** The value of a node with one result, such as a leaf. */
export const onlyValue = (node: Node, type: TensorType): Value => ({ node, index: 0, type })

function bind<A extends Attributes>(definition: OperatorDefinition<A>, use: Use<A>, origin: string): Rules {
  const { gradient, evaluate } = definition
  return {
    infer: (inputs) => definition.infer(inputs, use.attributes),
    ...(gradient === undefined
      ? {}
      : { gradient: (upstream, g, further) => gradient(use, upstream, g, further) }),
    batch: (lanes, width, g) => definition.batch(use, lanes, width, g),
    onnx: (scope) => definition.onnx(use, scope),
    ...(evaluate === undefined ? {} : { evaluate: (inputs) => evaluate(inputs, use) }),
    remake: (inputs) => apply(definition, inputs, use.attributes, origin),
  }
}

function inferOrExplain<A extends Attributes>(
  definition: OperatorDefinition<A>,
  inputs: readonly Value[],
  attributes: A,
  origin: string,
): readonly TensorType[] {
  const types = inputs.map((input) => input.type)
  try {
    return definition.infer(types, attributes)
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    const where = origin === '' ? '' : ` in ${origin}`
    const message = `\`${definition.kind}\` of ${types.map(showType).join(', ')}${where}: ${error.message}`
    throw new GraphError(error.code, message, { cause: error })
  }
}

/** All nodes that the values need, inputs before users; a function of the graph alone. */
export function nodesOf(outputs: readonly Value[]): readonly Node[] {
  const order: Node[] = []
  const seen = new Set<Node>()
  const stack: { readonly node: Node; next: number }[] = []
  const enter = (node: Node): void => {
    if (seen.has(node)) return
    seen.add(node)
    stack.push({ node, next: 0 })
  }
  for (const output of outputs) {
    enter(output.node)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.node.inputs[top.next]
      top.next += 1
      if (input !== undefined) enter(input.node)
      else {
        order.push(top.node)
        stack.pop()
      }
    }
  }
  return order
}
