// Leaves of graphs: inputs, parameters, literals.
import type { Value } from '../graph.js'
import { onlyValue } from '../graph.js'
import { scalarOf } from '../tensor.js'
import { tensorType } from '../tensor-type.js'
import type { Leaves } from '../vocabulary.js'

/** Makers of leaves that say where they come from. */
export function leaves(origin: string): Leaves<Value> {
  const leaf = (kind: 'input' | 'parameter', name: string, type: Value['type']): Value =>
    onlyValue({ kind, name, inputs: [], types: [type], origin }, type)
  const constant: Leaves<Value>['constant'] = (tensor) => {
    const type = tensorType(tensor.element, tensor.shape)
    return onlyValue({ kind: 'constant', tensor, inputs: [], types: [type], origin }, type)
  }
  return {
    input: (name, type) => leaf('input', name, type),
    parameter: (name, type) => leaf('parameter', name, type),
    constant,
    scalar: (value, element = 'float32') => constant(scalarOf(element, value)),
  }
}
