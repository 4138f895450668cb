// From a recorded configuration back to what it picks: every choice must be there, legal, and of this space.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Configuration, Decide, Decision, Value } from './decision.js'
import { contains, sameValue, showDomain, valueKey } from './domain.js'
import { Rejection } from './module-tree.js'
import type { SearchSpace, Specified } from './search-space.js'
import { specifier } from './specify.js'

/** Answers each decision with the recorded value. @throws PlanError `missing-choice` or `illegal-choice`, with the path */
export function fromConfiguration(configuration: Configuration): Decide {
  return (decision) => {
    const value = Object.hasOwn(configuration, decision.path) ? configuration[decision.path] : undefined
    if (value === undefined) {
      throw new PlanError('missing-choice', `The configuration has no value for '${decision.path}'.`, {
        hint: `Choose from ${showDomain(decision.domain)}.`,
      })
    }
    if (!contains(decision.domain, value)) throw illegal(decision.path, value, showDomain(decision.domain))
    return value
  }
}

/**
 * What a recorded configuration picks. Keys of choices that had only one value are allowed if they say that value.
 * @throws PlanError `missing-choice`, `illegal-choice` or `unknown-choice`, with the path
 * @throws Rejection where the space refuses the configuration
 */
export const replay = (space: SearchSpace, configuration: Configuration): Specified =>
  replayer(space)(configuration)

/** {@link replay} for many configurations of one space. */
export function replayer(space: SearchSpace): (configuration: Configuration) => Specified {
  const walk = specifier(space)
  return (configuration) => {
    const specified = walk(fromConfiguration(configuration))
    if (Object.keys(configuration).length > specified.decisions.length) checkRest(configuration, specified)
    return specified
  }
}

function checkRest(configuration: Configuration, specified: Specified): void {
  for (const [path, value] of Object.entries(configuration)) {
    if (Object.hasOwn(specified.configuration, path)) continue
    const settled = specified.settled[path]
    if (settled === undefined) {
      throw new PlanError('unknown-choice', `The space has no choice '${path}' under this configuration.`, {
        hint: 'Delete it, or record the choice that leads to it.',
      })
    }
    if (!sameValue(settled, value)) throw illegal(path, value, valueKey(settled))
  }
}

const illegal = (path: string, value: Value, domain: string): PlanError =>
  new PlanError('illegal-choice', `'${path}' is ${valueKey(value)}, which is not among ${domain}.`)

/** Whether an error says that a configuration is not of the space, or is refused by it. */
export const isRefusal = (error: unknown): error is PlanError | Rejection =>
  error instanceof Rejection ||
  (error instanceof PlanError && ['missing-choice', 'illegal-choice', 'unknown-choice'].includes(error.code))

/** A decision together with what was chosen. */
export interface Choice {
  readonly decision: Decision
  readonly value: Value
}

/** The choices of a specified configuration, in order. */
export const choicesOf = (specified: Specified): readonly Choice[] =>
  specified.decisions.map((decision) => {
    const value = specified.configuration[decision.path]
    if (value === undefined) throw new PlanError('missing-choice', `No value for '${decision.path}'.`)
    return { decision, value }
  })
