// Codes of the checks on a resolved specification: definitions expanded, shapes, types, samplers, budgets and claims.
import { entry, type CodeGroup } from './code-entry.js'

/** What shows only when the space is built and looked at. */
export const space: CodeGroup = {
  'missing-argument': entry(
    'a parameter that is not given',
    'The definition has no default for it.',
    '- block',
    '- block: { width: 16 }',
  ),
  'open-argument-in-expression': entry(
    'an expression over an argument that is a choice',
    'An expression needs a value. Make the choice a hyperparameter, and hand the definition `$name`.',
    'block: { width: [8, 16] }',
    'block: { width: $width }',
  ),
  'recursion-without-end': entry(
    'a definition that cannot end',
    'At its last depth every alternative of the definition still needs the definition itself. Add an alternative without it.',
    'tree: { depth: 3, body: { sequence: [tree, relu] } }',
    'tree: { depth: 3, body: { choice: [relu, { sequence: [tree, relu] }] } }',
  ),
  'space-too-large': entry(
    'a space that expands beyond the limit',
    'Recursive definitions multiply with their depth. Lower `depth:`.',
  ),
}
