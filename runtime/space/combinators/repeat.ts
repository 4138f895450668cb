// Several copies of one module, one after the other.
import type { CombinatorDefinition, Sharing } from '../combinator.js'
import { copiesOf } from '../copies.js'

/**
 * `times` copies of the body in sequence. `share: nothing` lets each copy choose; `choices` repeats the choices of the first copy;
 * `weights` repeats its weights too.
 */
export const repeat = {
  role: 'combinator',
  kind: 'repeat',
  summary: 'Several copies of one module, one after the other.',
  options: {
    times: {
      description: 'How many copies.',
      type: 'integer',
      minimum: 1,
      'x-open': true,
    },
    share: {
      description:
        'What the copies have in common: `nothing`, the `choices` of the first copy, or its `weights` too.',
      enum: ['nothing', 'choices', 'weights'],
      default: 'nothing',
    },
    body: { description: 'The module to repeat.', 'x-role': 'layer' },
  },
  required: ['times', 'body'],
  reference: 'Negrinho and Gordon 2017, modules Repeat and RepeatTied',
  joint: (component) => (component.options['share'] ?? 'nothing') !== 'nothing',
  specify: (walk) => {
    const share = (walk.option('share') ?? 'nothing') as Sharing
    return walk.chain(copiesOf(walk, share), walk.input)
  },
} as const satisfies CombinatorDefinition
