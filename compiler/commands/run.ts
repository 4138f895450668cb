// `espalier run`: compile, say what will be done, carry it out, print what came of it.
import { relative, resolve } from 'node:path'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { compile } from '../compile.js'
import type { SourceFile } from '../source/source-file.js'
import { exits, type Call, type Command, type Terminal } from './command.js'
import { carryOut } from './carry-out.js'
import { requireDevice } from './probe-device.js'
import { checkRunDirectory, discardRun, makeRunDirectory, runDirectoryFor } from './run-directory.js'
import { lockedDevice, settingsOf } from './run-settings.js'
import { openingOf } from './opening.js'
import { nameSpecifications, printAll } from './specification.js'
import { versionOf } from './version.js'

/** Nothing is written before options, specification, device and directory are found sound. */
export const command: Command = async (terminal, call) => {
  const asked = settingsOf(call)
  const [named] = nameSpecifications(terminal, call)
  if (named === undefined) return exits.wrong
  const { diagnostics, files, plan, analysed } = await compile(named.path, {
    ...named.settings,
    version: versionOf(),
  })
  printProblems(terminal, call, diagnostics, files)
  if (plan === undefined || analysed === undefined) return exits.wrong
  const directory = runDirectoryFor(call.options['out'], analysed.experiment, terminal.cwd)
  const isNew = checkRunDirectory(directory, plan, terminal.cwd)
  terminal.err(`${openingOf(analysed)}\n`)
  const settings = { ...asked, device: asked.device ?? lockedDevice(directory) }
  await requireDevice(settings.device ?? 'cpu')
  if (call.options['dryRun'] === true) return exits.done
  const { root } = named.project
  const made = isNew ? makeRunDirectory(directory, plan, root) : undefined
  try {
    return await carryOut(terminal, call, { directory, root, settings })
  } catch (error) {
    if (made !== undefined) discardRun(directory, made)
    throw error
  }
}

/** Errors and warnings in full; notes in one line, since `check` is there to be read and a run to be watched. */
function printProblems(
  terminal: Terminal,
  call: Call,
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
): void {
  const notes = diagnostics.filter(({ severity }) => severity === 'note')
  printAll(
    terminal,
    diagnostics.filter(({ severity }) => severity !== 'note'),
    files,
  )
  if (notes.length === 0) return
  const lists = notes.filter(({ code }) => code === 'listed-choice').length
  const others = notes.length - lists
  const words = [
    ...(lists === 0
      ? []
      : [lists === 1 ? '1 list is read as a choice' : `${lists} lists are read as choices`]),
    ...(others === 0 ? [] : [`${others} ${lists === 0 ? '' : 'more '}${others === 1 ? 'note' : 'notes'}`]),
  ]
  const specification = relative(terminal.cwd, resolve(terminal.cwd, call.words[0] ?? ''))
  terminal.err(`${words.join(', ')}; see espalier check ${specification}\n`)
}
