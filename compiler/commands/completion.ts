// `espalier completion`: the script that a shell loads, and the answers that this script asks for at every tab.
import { catalogue } from '../../runtime/catalogue.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { codes } from '../diagnostics/codes/index.js'
import { exits, type Command, type CommandEntry } from './command.js'
import { candidatesFor, type Candidates } from './completion-candidates.js'
import { completionScripts, isShell, type Shell } from './completion-scripts.js'

/** The table is handed over because it names this command itself. @throws SpecError `unknown-shell` */
export const completionOf =
  (commands: readonly CommandEntry[]): Command =>
  async (terminal, { words: [shell = '', ...typed] }) => {
    if (!isShell(shell)) {
      const shells = Object.keys(completionScripts)
      throw new SpecError('unknown-shell', `there is no completion for '${shell}'`, {
        hint: `known shells are ${shells.join(', ')}`,
      })
    }
    if (typed.length === 0) {
      terminal.out(completionScripts[shell])
      return exits.done
    }
    const topics = [...codes.keys(), ...Object.values(catalogue).flatMap((members) => [...members.keys()])]
    const words = shell === 'bash' ? typed.map(unquoted) : typed
    terminal.out(print(shell, candidatesFor(words, { commands, topics, cwd: terminal.cwd })))
    return exits.done
  }

/** bash hands words over as they were typed, quotes and all. */
const unquoted = (word: string): string => word.replace(/^["']/, '').replace(/\\(.)/g, '$1')

/** First line: `files` or `values`. Then a candidate a line, for fish and zsh with a tab and its description. */
function print(shell: Shell, { kind, found }: Candidates): string {
  const lines = found.map(({ word, description }) =>
    shell === 'bash' || description === undefined ? word : `${word}\t${description}`,
  )
  return [kind, ...lines, ''].join('\n')
}
