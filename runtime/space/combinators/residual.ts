// A module added to its own input.
import type { CombinatorDefinition } from '../combinator.js'
import { residualSignal } from '../merge.js'
import { moduleOf } from '../modules.js'

/** y = x + body(x); zeros at the end of each short axis, both flattened first where ranks differ. */
export const residual = {
  role: 'combinator',
  kind: 'residual',
  summary: 'A module added to its own input, short axes padded with zeros at their end.',
  options: {
    body: { description: 'The module beside the shortcut.', 'x-role': 'layer', 'x-shorthand': true },
  },
  required: ['body'],
  bare: 'body',
  reference: 'Negrinho and Gordon 2017, module Residual',
  specify: (walk) => {
    const { component, input } = walk
    const body = walk.module({ module: moduleOf(component, walk.written('body')) }, input)
    return { kind: 'residual', body, input, output: residualSignal(input, body.output, component) }
  },
} as const satisfies CombinatorDefinition
