// Names with a meaning of their own cannot be given away.
import { finding } from '../../source/finding.js'
import { definitionOf } from '../component.js'
import { FORMS } from '../open-values.js'
import type { Rule } from './rule.js'

/** Hyperparameters are not called like facts, definitions not like kinds. */
export const reservedName: Rule = ({ arms, catalogue, hyperparameters, parts }) =>
  [undefined, ...arms.map(({ name }) => name)].flatMap((arm) => [
    ...hyperparameters(arm).flatMap(({ key, keySpan }) => {
      if (!RESERVED.includes(key)) return []
      const message = `a hyperparameter cannot be named \`${key}\`; expressions have a meaning for that name.`
      return [finding('reserved-name', keySpan, message, { hint: `rename it, to \`${key}_\` say` })]
    }),
    ...[...parts(arm).values()].flatMap(({ name, entry }) => {
      const kind = definitionOf(catalogue, 'layer', name)
      if (kind === undefined && !FORMS.some((form) => form === name)) return []
      const message = `a definition cannot be named \`${name}\`; there is a ${kind?.role ?? 'form'} of that name.`
      return [finding('reserved-name', entry.keySpan, message, { hint: `rename it, to \`my_${name}\` say` })]
    }),
  ])

/** Roots of facts, and names that constraints and filters know. */
const RESERVED = ['data', 'input', 'value', 'train', 'parameters', 'flops', 'true', 'false']
