// `espalier resume`: go on with an interrupted run; a complete one is printed.
import { carryOut } from './carry-out.js'
import { exits, type Command } from './command.js'
import { projectOf } from './project-files.js'
import { existingRun, rootOfRun } from './run-directory.js'

/** @throws SpecError `no-such-run` where the folder holds no run */
export const command: Command = async (terminal, call) => {
  const [word] = call.words
  if (word === undefined) return exits.wrong
  const directory = existingRun(word, terminal.cwd)
  return carryOut(terminal, call, directory, rootOfRun(directory) ?? projectOf(directory).root)
}
