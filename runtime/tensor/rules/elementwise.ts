// What all elementwise operators share: one element type, broadcasting, batching by alignment, one ONNX node.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Attributes, Builder, Lane, OperatorDefinition, Thunk, Use, Value } from '../graph.js'
import type { ElementType, TensorType } from '../tensor-type.js'
import { broadcastShapes, isFloating, tensorType } from '../tensor-type.js'
import { evaluateElementwise } from './evaluate.js'
import { aligned, at } from './lanes.js'
import { steadyMap } from './steady.js'

/** Which element types an operator takes; `float32` where the runtime has no kernel for float64, `products` for that and float16. */
export type Domain = 'numbers' | 'signed numbers' | 'reals' | 'float32' | 'products' | 'booleans' | 'any'

/** An elementwise operator in its own words. */
export interface ElementwiseRule {
  readonly kind: string
  /** Name of the ONNX operator. */
  readonly onnx: string
  readonly arity: number
  readonly domain: Domain
  /** Element type of the result, when it is not that of the inputs. */
  readonly result?: ElementType
  /** Gradients by input, of `inputs`, the result `y` and the upstream gradient `dy`. */
  readonly gradient?: (
    inputs: readonly [Value, Value],
    y: Value,
    dy: Value,
    g: Builder,
  ) => readonly (Thunk | undefined)[]
  /** Whether the runtime's last bit depends on where an entry lies: then members of a population are padded to fours. */
  readonly unsteady?: boolean
  /** On numbers of an element type, where that gives exactly the runtime's bits. */
  readonly evaluate?: (element: ElementType, ...numbers: readonly number[]) => number
}

type NoAttributes = Record<string, never>

/** Definition of an elementwise operator without attributes. */
export function elementwise(rule: ElementwiseRule): OperatorDefinition<NoAttributes> {
  const { gradient, evaluate } = rule
  return {
    kind: rule.kind,
    infer: (inputs) => [inferElementwise(inputs, rule)],
    ...(gradient === undefined
      ? {}
      : { gradient: (use, dy, g) => gradient(pairOf(use.inputs), at(use.outputs, 0), dy, g) }),
    batch: (use, lanes, _width, g) => batchElementwise(use, lanes, g, rule),
    onnx: (_use, scope) => [{ operator: rule.onnx, inputs: scope.inputs, outputs: scope.outputs }],
    ...(evaluate === undefined
      ? {}
      : {
          evaluate: (inputs, use) => {
            const element = at(inputs, 0).element
            return evaluateElementwise(inputs, at(use.outputs, 0).type, (...numbers) =>
              evaluate(element, ...numbers),
            )
          },
        }),
  }
}

/** An elementwise operator of one input. */
export const unary = (rule: Omit<ElementwiseRule, 'arity'>): OperatorDefinition<NoAttributes> =>
  elementwise({ ...rule, arity: 1 })

/** An elementwise operator of two inputs. */
export const binary = (rule: Omit<ElementwiseRule, 'arity'>): OperatorDefinition<NoAttributes> =>
  elementwise({ ...rule, arity: 2 })

/** Lanes of one rank; then the operator is its own population form. */
export function alignedLanes(use: Use<Attributes>, lanes: readonly Lane[], g: Builder): readonly Value[] {
  const rank = Math.max(...use.inputs.map((input) => input.type.shape.length))
  return lanes.map((lane) => aligned(lane, rank, g))
}

/** The same operator on other inputs. */
export function remade(use: Use<Attributes>, inputs: readonly Value[]): readonly Value[] {
  const { node } = at(use.outputs, 0)
  if (node.kind !== 'operation') throw new GraphError('not-an-operation', 'a leaf cannot be made again')
  return node.rules.remake(inputs)
}

function batchElementwise(
  use: Use<Attributes>,
  lanes: readonly Lane[],
  g: Builder,
  { unsteady = false }: ElementwiseRule,
): readonly Value[] {
  const remake = (operands: readonly Value[]): readonly Value[] => remade(use, operands)
  const inputs = alignedLanes(use, lanes, g)
  return unsteady ? [steadyMap(at(inputs, 0), (x) => at(remake([x]), 0), g)] : remake(inputs)
}

function inferElementwise(inputs: readonly TensorType[], rule: ElementwiseRule): TensorType {
  const [first] = inputs
  if (first === undefined || inputs.length !== rule.arity) {
    throw new GraphError('operator-arity', `${rule.arity} inputs are expected, ${inputs.length} are given`)
  }
  checkElements(inputs, rule.domain)
  return tensorType(rule.result ?? first.element, broadcastShapes(...inputs.map((input) => input.shape)))
}

/** Equal element types inside the domain. @throws GraphError `element-type` */
export function checkElements(inputs: readonly TensorType[], domain: Domain): void {
  const [first] = inputs
  if (first === undefined) return
  if (inputs.some((input) => input.element !== first.element)) {
    throw new GraphError('element-type', 'the element types differ; cast one of them')
  }
  if (!admits(domain, first.element)) {
    throw new GraphError('element-type', `${domain} are expected, ${first.element} is given`)
  }
}

function admits(domain: Domain, element: ElementType): boolean {
  if (domain === 'any') return true
  if (domain === 'booleans') return element === 'bool'
  if (domain === 'reals') return isFloating(element)
  if (domain === 'float32') return element === 'float32'
  if (domain === 'products') return element === 'float32' || element === 'float16'
  if (domain === 'signed numbers') return isFloating(element) || element === 'int32' || element === 'int64'
  return element !== 'bool' && element !== 'string'
}

/** Inputs as a pair; a unary operator sees its one input twice. */
function pairOf(inputs: readonly Value[]): readonly [Value, Value] {
  const first = at(inputs, 0)
  return [first, inputs[1] ?? first]
}
