// Copies of one module on one input, merged.
import type { CombinatorDefinition, Sharing } from '../combinator.js'
import { copiesOf } from '../copies.js'
import { mergeOptions, mergeTrees } from '../merge.js'

/** y = merge(body₁(x), …, body_times(x)); the copies share nothing, or their choices. */
export const splitCombine = {
  role: 'combinator',
  kind: 'split_combine',
  summary: 'Several copies of one module side by side on one input, merged.',
  options: {
    times: { description: 'How many branches.', type: 'integer', minimum: 1, 'x-open': true },
    share: {
      description: 'What the branches have in common: `nothing`, or the `choices` of the first.',
      enum: ['nothing', 'choices'],
      default: 'nothing',
    },
    body: { description: 'The module of each branch.', 'x-role': 'layer' },
    merge: mergeOptions,
  },
  required: ['times', 'body'],
  reference: 'Negrinho et al. 2019, siso_split_combine',
  joint: (component) => (component.options['share'] ?? 'nothing') !== 'nothing',
  specify: (walk) => {
    const share = (walk.option('share') ?? 'nothing') as Sharing
    const copies = copiesOf(walk, share)
    return mergeTrees(
      walk,
      copies.map((copy) => walk.module(copy, walk.input)),
    )
  },
} as const satisfies CombinatorDefinition
