// Parameters that are not trained.
import { patternsSchema, type Group } from './group.js'

/** w stays what it was drawn as; running statistics of a layer go on. */
export const freeze = {
  role: 'group',
  kind: 'freeze',
  summary: 'Keeps parameters at their first values.',
  options: { of: { ...patternsSchema, 'x-shorthand': true } },
  required: ['of'],
  treat: () => ({ frozen: true }),
} as const satisfies Group
