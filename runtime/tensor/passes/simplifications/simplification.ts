// What a simplification is: a law of arithmetic or of moving entries that keeps every bit.
import type { Builder, OperationNode, Value } from '../../graph.js'

/** One use of an operator with its operands as they are now; nothing can be simplified about these any more. */
export interface SimplifiedUse {
  readonly node: OperationNode
  readonly inputs: readonly Value[]
  /** A builder with the origin of the use: asked for where something is built, for it costs more than all laws together. */
  readonly build: Build
}

/** Makes a builder, or gives the one made before. */
export type Build = () => Builder

/** One law, and the operators that it is about. */
export interface Simplification {
  readonly operators: readonly string[]
  /**
   * What the use is equal to, bit for bit: a value that exists already, or one new operator on such, so that no graph
   * grows; undefined where the law says nothing. It must come nearer to an end: laws are applied until none says anything.
   */
  apply(use: SimplifiedUse): Value | undefined
}

/** The value's node, if it is a use of the operator. */
export function useOf(value: Value | undefined, operator: string): OperationNode | undefined {
  const node = value?.node
  return node?.kind === 'operation' && node.operator === operator ? node : undefined
}

/** The first operand of a value that is a result of the operator. */
export const operandOf = (value: Value | undefined, operator: string): Value | undefined =>
  useOf(value, operator)?.inputs[0]

/** An attribute that is a list of numbers. */
export function numbersAt({ attributes }: OperationNode, name: string): readonly number[] {
  const list = attributes[name]
  return Array.isArray(list) ? list.map(Number) : []
}
