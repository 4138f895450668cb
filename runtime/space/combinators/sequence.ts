// Modules one after the other.
import type { CombinatorDefinition } from '../combinator.js'
import { childrenOf } from '../modules.js'

/** y = mₙ(… m₁(x)); each module is met when everything before it is decided, so it knows its input's shape. */
export const sequence = {
  role: 'combinator',
  kind: 'sequence',
  summary: 'Modules one after the other.',
  options: {
    children: {
      description: 'The modules, in order.',
      type: 'array',
      'x-role': 'layer',
      'x-shorthand': true,
    },
  },
  required: ['children'],
  bare: 'children',
  specify: (walk) => walk.chain(childrenOf(walk.component, walk.written('children')), walk.input),
} as const satisfies CombinatorDefinition
