// `espalier run`: compile, say what will be done, carry it out, print what came of it.
import { compile } from '../compile.js'
import { exits, type Command } from './command.js'
import { carryOut } from './carry-out.js'
import { noteRoot, openRunDirectory, runDirectoryFor } from './run-directory.js'
import { openingOf } from './opening.js'
import { nameSpecifications, printAll } from './specification.js'
import { versionOf } from './version.js'

/** Nothing is written before the specification is found sound. */
export const command: Command = async (terminal, call) => {
  const [named] = nameSpecifications(terminal, call)
  if (named === undefined) return exits.wrong
  const { diagnostics, files, plan, analysed } = await compile(named.path, {
    ...named.settings,
    version: versionOf(),
  })
  printAll(terminal, diagnostics, files)
  if (plan === undefined || analysed === undefined) return exits.wrong
  const directory = runDirectoryFor(call.options['out'], analysed.experiment, terminal.cwd)
  terminal.err(`${openingOf(analysed)}\n`)
  if (call.options['dryRun'] === true) return exits.done
  openRunDirectory(directory, plan, terminal.cwd)
  noteRoot(directory, named.project.root)
  return carryOut(terminal, call, directory, named.project.root)
}
