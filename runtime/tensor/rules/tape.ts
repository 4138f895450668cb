// A short way to write ONNX forms of several nodes, each with one result.
import type { OnnxNode, OnnxScope } from '../graph.js'
import { tensorOf } from '../tensor.js'

/** A list of nodes under construction. */
export interface Tape {
  /** Adds a node and gives the name of its result. */
  add(
    operator: string,
    inputs: readonly string[],
    attributes?: OnnxNode['attributes'],
    domain?: string,
  ): string
  /** Adds a Split and gives the names of the parts. */
  split(name: string, axis: number, lengths: readonly number[]): readonly string[]
  /** The name of a list of integers. */
  ints(values: readonly number[]): string
  /** The nodes so far. */
  readonly nodes: readonly OnnxNode[]
  /** All nodes, the last of which now has the results of the scope. */
  ending(
    operator: string,
    inputs: readonly string[],
    attributes?: OnnxNode['attributes'],
    domain?: string,
  ): readonly OnnxNode[]
}

/** An empty tape in a scope. */
export function tapeOf(scope: OnnxScope): Tape {
  const nodes: OnnxNode[] = []
  const write = (
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: OnnxNode['attributes'],
    domain: string | undefined,
  ): void => {
    const given = {
      ...(attributes === undefined ? {} : { attributes }),
      ...(domain === undefined ? {} : { domain }),
    }
    nodes.push({ operator, inputs, outputs, ...given })
  }
  const ints = (values: readonly number[]): string =>
    scope.constant(tensorOf('int64', [values.length], values))
  return {
    nodes,
    split: (name, axis, lengths) => {
      const parts = lengths.map(() => scope.fresh())
      write('Split', [name, ints(lengths)], parts, { axis }, undefined)
      return parts
    },
    add: (operator, inputs, attributes, domain) => {
      const result = scope.fresh()
      write(operator, inputs, [result], attributes, domain)
      return result
    },
    ints,
    ending: (operator, inputs, attributes, domain) => {
      write(operator, inputs, scope.outputs, attributes, domain)
      return nodes
    },
  }
}
