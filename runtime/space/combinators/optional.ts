// A module that may be left out.
import type { CombinatorDefinition } from '../combinator.js'
import { moduleOf } from '../modules.js'

/** Absent (false, first) or present (true). */
export const optional = {
  role: 'combinator',
  kind: 'optional',
  summary: 'A module that may be left out.',
  options: {
    body: { description: 'The module.', 'x-role': 'layer', 'x-shorthand': true },
  },
  required: ['body'],
  bare: 'body',
  decides: 'presence',
  reference: 'Negrinho and Gordon 2017, module Optional',
  specify: (walk) => {
    const present = walk.decide({ kind: 'values', values: [false, true], ordered: false })
    const module = moduleOf(walk.component, walk.written('body'))
    return walk.chain(present === true ? [{ module }] : [], walk.input)
  },
} as const satisfies CombinatorDefinition
