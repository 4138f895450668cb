// From a place as the runtime says it (`file:line:column`) back to the span that the author wrote there.
import type { Span } from '../../schemas/diagnostic.js'
import { placeOf } from './instantiate.js'
import type { SpaceNode, ValueNode } from './nodes.js'
import { valuesBelow } from './scope-types.js'

/** The span of what stands at a place of a space; of the space itself where nothing does. */
export function spanAtPlace(space: SpaceNode, place: string | undefined): Span {
  const { hyperparameters, training, model, constraints, span } = space
  const values = [
    ...hyperparameters.map(({ value }) => value),
    training,
    ...(model === undefined ? [] : [model]),
  ]
  const found =
    constraints.find((constraint) => placeOf(constraint.span) === place)?.span ??
    hyperparameters.find((hyperparameter) => placeOf(hyperparameter.span) === place)?.span
  return found ?? firstOf(values, place) ?? span
}

function firstOf(values: readonly ValueNode[], place: string | undefined): Span | undefined {
  for (const value of values) {
    const found = placeOf(value.span) === place ? value.span : firstOf(valuesBelow(value), place)
    if (found !== undefined) return found
  }
  return undefined
}
