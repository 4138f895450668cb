// The one table of commands: `espalier --help` prints it, the command line is built from it.
import type { CommandEntry } from './command.js'

/** All commands, in the order of the help page. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    words: '[dir]',
    summary: 'start a project from a template',
    options: [
      {
        flags: '--template <name>',
        description: 'what to start from',
        choices: ['tabular', 'images', 'table'],
      },
    ],
    examples: ['espalier init my-study --template tabular'],
    load: () => import('./init.js'),
  },
]
