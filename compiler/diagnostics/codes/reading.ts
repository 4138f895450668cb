// Codes of reading: files, text, YAML, includes.
import { entry, type CodeGroup } from './code-entry.js'

/** What can be wrong before a specification is understood at all. */
export const reading: CodeGroup = {
  'file-not-found': entry(
    'a file that is not there',
    'A specification, or a file that it includes, cannot be read. Paths of includes are relative to the file that includes.',
    'include: bse.yaml',
    'include: base.yaml',
  ),
  'file-too-large': entry(
    'a file above the limit',
    'Specifications are written by people; 4 MiB is a thousand times the largest that we ship. Nothing of a larger file is read. Data belong into a file of their own, named under `data:`.',
  ),
  'path-outside-project': entry(
    'a path that leaves the project',
    'Includes and code are read from inside the project folder only (links are followed first), so that a project can be moved, checked and archived as a whole.',
    'include: ../../shared/base.yaml',
    'include: shared/base.yaml',
  ),
  'not-utf8': entry(
    'bytes that are not UTF-8',
    'Specifications are UTF-8, with or without a byte order mark. Nothing is guessed: save the file as UTF-8.',
  ),
  'control-character': entry(
    'a control character',
    'Characters that cannot be seen change what a terminal shows and what a reviewer believes to read. Only tabs and line ends are allowed.',
  ),
  'yaml-syntax': entry(
    'text that is not YAML',
    'The file follows YAML 1.2. The message says what the parser met; most often a bracket or quote is not closed, or entries of one map stand in different columns.',
    'rates: [0.1, 0.01\nepochs: 2',
    'rates: [0.1, 0.01]\nepochs: 2',
  ),
  'tab-indentation': entry(
    'indentation with a tab',
    'YAML forbids tabs in indentation, since nobody agrees how wide they are.',
    'data:\n\tdataset: mnist',
    'data:\n  dataset: mnist',
  ),
  'unquoted-interpolation': entry(
    '`${…}` without quotes inside brackets',
    'Inside `[ ]` and `{ }` YAML reads a brace as the beginning of a map. Quote the text.',
    'run: [python3, train.py, ${rate}]',
    'run: [python3, train.py, "${rate}"]',
  ),
  'duplicate-key': entry(
    'a key written twice',
    'Most readers of YAML keep the last of two equal keys silently. Here one of them must go.',
    'seed: 1\nname: a\nseed: 2',
    'seed: 2\nname: a',
  ),
  'non-string-key': entry(
    'a key that is not a string',
    'Keys of a specification are words. Numbers and booleans are keys only under `cases:` of a switch, where they stand for values.',
    '1: relu',
    '"1": relu',
  ),
  'merge-key': entry(
    'the merge key `<<`',
    'YAML 1.2 has no merge keys, and they hide where a value comes from. Share parts through `define:` or `include:`.',
    'b:\n  <<: *a\n  seed: 2',
    'include: a.yaml\nseed: 2',
  ),
  'unknown-alias': entry(
    'an alias without an anchor',
    'An alias `*name` repeats what `&name` marked before it. Text that begins with a star is quoted.',
    'description: *important*',
    'description: "*important*"',
  ),
  'cyclic-alias': entry(
    'an alias inside its own anchor',
    'A document that contains itself has no end. Recursion is written with `define:` and `depth:`.',
  ),
  'too-many-nodes': entry(
    'a document that unfolds without end',
    'Aliases of aliases multiply: seven short lines can stand for a billion values. The limit is 100,000 nodes after aliases are followed, and 500,000 tokens in a file.',
  ),
  'nested-too-deep': entry(
    'nesting beyond 100 levels',
    'Name inner parts under `define:` and use them by name.',
  ),
  'multiple-documents': entry(
    'several documents in one file',
    'A specification is one document. Put others into files of their own; `espalier check` takes several.',
  ),
  'empty-document': entry(
    'nothing in the file',
    'The file is empty or holds comments only. `espalier init` writes one to begin with.',
  ),
  'not-a-map': entry(
    'a file that is no map of sections',
    'The outermost level of a specification is a map: `espalier`, `name`, `data`, `space`, …',
    '- name: a',
    'espalier: 1\nname: a',
  ),
  'unsupported-tag': entry(
    'a YAML tag',
    'Tags such as `!!python/object` ask the reader to build things. Nothing is built from tags here.',
    'name: !!str a',
    'name: a',
  ),
  'non-finite-number': entry(
    'an infinite number, or none',
    '`.inf` and `.nan` are YAML numbers, but nothing in a specification has a meaning for them.',
    'trials: .inf',
    'trials: 1000',
  ),
  'imprecise-number': entry(
    'an integer that cannot be held exactly',
    'Integers are exact up to 9007199254740991 (2^53 − 1). A larger seed would silently become another seed.',
    'seed: 12345678901234567890',
    'seed: 1234567890',
  ),
  'include-cycle': entry(
    'files that include each other',
    'Move what they share into a file that includes none of them.',
  ),
  'too-many-includes': entry(
    'more than 100 files',
    'A specification reads 100 files at most, those included by others among them.',
  ),
  'bad-override': entry(
    'a value on the command line without a place',
    '`--set path=value` puts a value into the specification; keys are joined by dots from the top, items of lists are numbered.',
    '--set trials=24',
    '--set budget.trials=24',
  ),
}
