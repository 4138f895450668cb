// One of several modules.
import type { CombinatorDefinition } from '../combinator.js'
import { childrenOf } from '../modules.js'

/** Takes one of its alternatives; only that one is met, and the choice leaves no trace in the model. */
export const choice = {
  role: 'combinator',
  kind: 'choice',
  summary: 'One of several modules.',
  options: {
    alternatives: {
      description: 'The modules to choose among.',
      type: 'array',
      minItems: 1,
      'x-role': 'layer',
      'x-shorthand': true,
    },
  },
  required: ['alternatives'],
  bare: 'alternatives',
  decides: 'alternative',
  reference: 'Negrinho and Gordon 2017, module Or',
  specify: (walk) => {
    const children = childrenOf(walk.component, walk.written('alternatives'))
    const name = walk.decide({ kind: 'values', values: children.map((child) => child.name), ordered: false })
    return walk.chain(
      children.filter((child) => child.name === name),
      walk.input,
    )
  },
} as const satisfies CombinatorDefinition
