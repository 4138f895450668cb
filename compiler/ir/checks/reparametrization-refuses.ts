// A reparametrization must be able to take the parameters of the models; those that cannot say so themselves.
import {
  drawAccepted,
  randomly,
  randomStream,
  specifier,
  type Specified,
} from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import type { Check } from './check.js'

/** Configurations looked at. */
const draws = 20

export const reparametrizationRefuses: Check = ({ experiment, spaces }) =>
  spaces.flatMap(({ node, space }) => {
    const written = node.training.options['reparametrize']
    if (written === undefined) return []
    const random = randomStream(experiment.seed, 'check', 'reparametrization')
    for (let draw = 0; draw < draws; draw += 1) {
      const specified = drawAccepted(specifier(space), randomly(random), 200)
      const problem = specified === undefined ? undefined : refusal(specified)
      if (problem !== undefined)
        return [finding('reparametrization-refuses', written.span, problem, { hint: 'narrow its options' })]
    }
    return []
  })

/** What the first that refuses says. All parameters are laid before each: patterns can only take some away. */
function refusal({ training, parameters }: Specified): string | undefined {
  const list: unknown = training?.options['reparametrize']
  for (const item of Array.isArray(list) ? (list as readonly unknown[]) : []) {
    if (!isResolved(item) || typeof item.definition.refuses !== 'function') continue
    const problem: unknown = item.definition.refuses(item.options, parameters)
    if (typeof problem === 'string') return problem
  }
  return undefined
}

const isResolved = (
  value: unknown,
): value is { readonly definition: { readonly refuses?: unknown }; readonly options: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'options' in value &&
  'definition' in value &&
  typeof value.definition === 'object'
