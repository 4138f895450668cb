// What a parametrization comes to: first values of parameters, and groups with learning rates and weight decays of their own.
import type { Leaves } from './forward.js'
import { initialValues } from './initialize.js'
import type { ParameterDeclaration } from './layers/layer.js'
import type { Optimizer } from './optimizers/optimizer.js'
import type { Options } from './options.js'
import { neutral, type Parametrization, type PartFactors } from './parametrizations/parametrization.js'
import type { ResolvedGroup } from './treatment.js'

/** A parametrization as a configuration resolved it. */
export interface ResolvedParametrization {
  readonly definition: Parametrization
  readonly options: Options
}

/** One group for each part of the model whose steps differ. */
export function groupsOf(
  { definition, options }: ResolvedParametrization,
  optimizer: Optimizer,
): readonly ResolvedGroup[] {
  return definition.parts.flatMap((part): readonly ResolvedGroup[] => {
    const factors = definition.factors(options, part, optimizer)
    if (factors === neutral) return []
    const { learningRate, weightDecay } = factors
    const group: ResolvedGroup = {
      definition: {
        role: 'group',
        kind: `${definition.kind}.${part}`,
        summary: definition.summary,
        // The same, so that the structure tells which numbers are scales.
        options: definition.options,
        required: [],
        treat: () => ({ learningRate, ...(weightDecay === undefined ? {} : { weightDecay }) }),
      },
      options,
      names: (parameter) => definition.partOf(options, parameter) === part,
    }
    return [group]
  })
}

/** Leaves whose parameters start as the parametrization says. */
export function parametrized(
  leaves: Leaves,
  parametrization: ResolvedParametrization | undefined,
  optimizer: Optimizer,
): Leaves {
  if (parametrization === undefined) return leaves
  const { definition, options } = parametrization
  return {
    ...leaves,
    parameter: (place, declaration, graph) => {
      const part = definition.partOf(options, { ...place, shape: declaration.shape })
      const factors = definition.factors(options, part, optimizer)
      return leaves.parameter(place, startedWith(place.name, declaration, factors), graph)
    },
  }
}

/** Drawn as at the base width, then scaled. */
const startedWith = (
  name: string,
  declaration: ParameterDeclaration,
  { fanIn, fanOut, deviation }: PartFactors,
): ParameterDeclaration => {
  const base = { ...declaration, fanIn: declaration.fanIn / fanIn, fanOut: declaration.fanOut / fanOut }
  return { ...base, start: (seed) => initialValues(seed, name, base).map((value) => deviation * value) }
}
