// The module that a value names.
import type { CombinatorDefinition } from '../combinator.js'
import { Rejection } from '../module-tree.js'
import { childrenOf, isModule } from '../modules.js'

/** Takes the case named by `on`, decided elsewhere: a choice among modules that follows a hyperparameter. */
export const switch_ = {
  role: 'combinator',
  kind: 'switch',
  summary: 'The module that the value of a hyperparameter or an expression names.',
  options: {
    on: {
      description: 'The value that names the case; numbers and booleans are compared as text.',
      type: ['string', 'number', 'boolean'],
      'x-open': true,
    },
    cases: {
      description: 'Modules by the value that takes them.',
      type: 'object',
      'x-role': 'layer',
    },
    otherwise: { description: 'The module for every other value.', 'x-role': 'layer' },
  },
  required: ['on', 'cases'],
  reference: 'Negrinho et al. 2019, siso_or over a dictionary',
  specify: (walk) => {
    const on = String(walk.option('on'))
    const found = childrenOf(walk.component, walk.written('cases')).filter((child) => child.name === on)
    const otherwise = walk.written('otherwise')
    if (found.length === 0 && isModule(otherwise)) return walk.module({ module: otherwise }, walk.input)
    if (found.length === 0)
      throw new Rejection(`no case is named '${on}'`, walk.component.path, walk.component.at)
    return walk.chain(found, walk.input)
  },
} as const satisfies CombinatorDefinition
