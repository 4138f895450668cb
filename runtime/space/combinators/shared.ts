// One module, used in several places with the same choices and weights.
import type { CombinatorDefinition } from '../combinator.js'
import { isModule } from '../modules.js'

/** The first use holds the body; later uses of the name, without one, repeat its choices and its weights on their own input. */
export const shared = {
  role: 'combinator',
  kind: 'shared',
  summary: 'A module used in several places with the same choices and the same weights.',
  options: {
    as: { description: 'The name that ties the uses together.', type: 'string', 'x-shorthand': true },
    body: { description: 'The module; written at the first use only.', 'x-role': 'layer' },
  },
  required: ['as'],
  reference: 'Negrinho et al. 2019, hyperparameter sharing',
  joint: () => true,
  specify: (walk) => {
    const body = walk.written('body')
    return walk.named(String(walk.option('as')), isModule(body) ? body : undefined, walk.input)
  },
} as const satisfies CombinatorDefinition
