// What all groups of a training together do to one parameter.
import type { Group, Treatment } from './groups/group.js'
import type { ParameterLeaf } from './model-leaves.js'
import type { Options } from './options.js'
import { matchesParameter, patternsOf } from './parameter-pattern.js'
import type { SizedParameter } from './parametrizations/parametrization.js'

/** A group as a configuration resolved it. */
export interface ResolvedGroup {
  readonly definition: Group
  readonly options: Options
  /** Which parameters it is for, where that is not told by patterns. */
  readonly names?: (parameter: SizedParameter) => boolean
}

/** A parameter's treatment, and which groups it comes from: parameters with equal groups share graph inputs. */
export interface ParameterTreatment {
  readonly frozen: boolean
  /** Groups (by place in the list) that change the learning rate, and those that change the weight decay. */
  readonly rateGroups: readonly number[]
  readonly decayGroups: readonly number[]
}

/** The treatment of a parameter. */
export function treatmentOf(
  groups: readonly ResolvedGroup[],
  { place, declaration }: Pick<ParameterLeaf, 'place' | 'declaration'>,
): ParameterTreatment {
  const parameter = { ...place, shape: declaration.shape }
  const matching = groups.flatMap((group, index) =>
    isFor(group, parameter) ? [{ index, treatment: group.definition.treat(group.options) }] : [],
  )
  const withFactor = (name: 'learningRate' | 'weightDecay'): readonly number[] =>
    matching.filter(({ treatment }) => treatment[name] !== undefined).map(({ index }) => index)
  return {
    frozen: matching.some(({ treatment }) => treatment.frozen === true),
    rateGroups: withFactor('learningRate'),
    decayGroups: withFactor('weightDecay'),
  }
}

const isFor = ({ options, names }: ResolvedGroup, parameter: SizedParameter): boolean =>
  names?.(parameter) ?? patternsOf(options['of']).some((pattern) => matchesParameter(pattern, parameter))

/** Product of a factor over some groups; 1 for none. */
export const factorOf = (
  groups: readonly ResolvedGroup[],
  indices: readonly number[],
  name: 'learningRate' | 'weightDecay',
): number => indices.reduce((product, index) => product * (factorIn(groups[index], name) ?? 1), 1)

const factorIn = (group: ResolvedGroup | undefined, name: keyof Treatment): number | undefined => {
  const factor = group?.definition.treat(group.options)[name]
  return typeof factor === 'number' ? factor : undefined
}

/** Ending of the name of a graph input that belongs to some groups; empty for none. */
export const groupSuffix = (indices: readonly number[]): string =>
  indices.length === 0 ? '' : `@${indices.join('.')}`
