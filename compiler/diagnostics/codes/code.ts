// Codes of user code: what `use:` brings, and what it defines.
import { entry, type CodeGroup } from './code-entry.js'

/** What can be wrong with a file under `use:`. */
export const code: CodeGroup = {
  'code-not-loaded': entry(
    'own code that is not allowed to run',
    '`use:` names files with layers, samplers and the like of the author’s own. Checking a specification runs them, so they run only where `--allow-code` says that you have read them. Leaving them out silently would be another experiment.',
  ),
  'code-broken': entry(
    'own code that does not work',
    'A file under `use:` cannot be read as a module, imports what is not there, throws while it is loaded, or defines something that throws while the specification is checked. Types are erased, not checked: enums, namespaces and parameter properties are no TypeScript that can be erased.',
    "import { helper } from './helper'",
    "import { helper } from './helper.ts'",
  ),
  'unknown-function': entry(
    'a function that no file exports, or two do',
    '`procedure: { function: name }` calls a function that one of the files under `use:` exports under that name.',
    'function objective(configuration) { … }',
    'export function objective(configuration) { … }',
  ),
  'code-without-definition': entry(
    'own code that defines nothing',
    'A file under `use:` exports what it defines by name: a value with `role` and `kind`, as the helpers of `espalier/define` type them, or a function for `procedure: { function: … }`.',
    'const halve = defineLayer({ … })',
    'export const halve = defineLayer({ … })',
  ),
  'malformed-definition': entry(
    'a definition that is none',
    'A definition says its role, kind and summary, the schemas of its options, and has the functions of its role. The message names what is missing; the helpers of `espalier/define` let TypeScript say it earlier.',
  ),
  'duplicate-definition': entry(
    'a kind that is defined twice',
    'A kind means one thing in a specification, in whatever role. Two files under `use:`, or two exports of one, define the same.',
  ),
  'definition-of-built-in': entry(
    'a kind that comes with Espalier',
    'Own code adds kinds and replaces none, so that `relu` means the same in every specification.',
  ),
}
