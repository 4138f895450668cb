// Branches on one input, merged.
import type { CombinatorDefinition } from '../combinator.js'
import { mergeOptions, mergeTrees } from '../merge.js'
import { childrenOf } from '../modules.js'

/** y = merge(b₁(x), …, bₙ(x)). */
export const parallel = {
  role: 'combinator',
  kind: 'parallel',
  summary: 'Several branches on one input, merged.',
  options: {
    branches: {
      description: 'The branches.',
      type: 'array',
      minItems: 1,
      'x-role': 'layer',
      'x-shorthand': true,
    },
    merge: mergeOptions,
  },
  required: ['branches'],
  reference: 'Negrinho et al. 2019, siso_split_combine',
  specify: (walk) => {
    const branches = childrenOf(walk.component, walk.written('branches')).map((child) =>
      walk.module(child, walk.input),
    )
    return mergeTrees(walk, branches)
  },
} as const satisfies CombinatorDefinition
