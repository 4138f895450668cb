// Every configuration once, in a fixed order.
import type { Configuration } from '../space/decision.js'
import { enumerate } from '../space/enumerate.js'
import { canonicalJson } from '../support/canonical-json.js'
import type { SamplerDefinition } from './sampler.js'

/** Where the grid stands. */
export interface State {
  readonly points: Iterator<{ readonly configuration: Configuration }>
  /** The next point that was not handed out when it was reached. */
  head: Configuration | undefined
  ended: boolean
  readonly proposed: Set<string>
}

/**
 * Mixed-radix order over the decisions: the first varies slowest. A continuous domain, or one with more integers, is cut into `points`
 * equally likely cells and gives their medians. Points that were tried already (`enqueue`) are passed over; then it is exhausted.
 */
export const grid = {
  role: 'sampler',
  kind: 'grid',
  summary: 'Every configuration once, in a fixed order; continuous domains by a few quantiles.',
  options: {
    points: {
      description: 'Values taken from a continuous domain, or from one with more integers.',
      type: 'integer',
      minimum: 1,
      default: 5,
      'x-shorthand': true,
    },
  },
  required: [],
  adaptive: false,
  dependsOnBudget: false,
  refuses: () => undefined,
  start: ({ space, options }) => ({
    points: enumerate(space, Number(options['points'] ?? 5)),
    head: undefined,
    ended: false,
    proposed: new Set(),
  }),
  observe: (state, event) => {
    if (event.kind !== 'progressed') state.proposed.add(canonicalJson(event.configuration))
  },
  propose: (state) => {
    while (!state.ended && (state.head === undefined || state.proposed.has(canonicalJson(state.head)))) {
      const next = state.points.next()
      if (next.done === true) state.ended = true
      else state.head = next.value.configuration
    }
    return state.ended || state.head === undefined
      ? { kind: 'exhausted' }
      : { kind: 'configuration', configuration: state.head }
  },
} as const satisfies SamplerDefinition<State>
