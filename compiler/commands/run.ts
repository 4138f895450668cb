// `espalier run`: compile, say what will be done, carry it out, print what came of it.
import { completeChange } from '../../runtime/store/history.js'
import { exits, type Command } from './command.js'
import { forPipelines } from './for-pipelines.js'
import { carryOut } from './carry-out.js'
import { requireDevice } from './probe-device.js'
import { checkRunDirectory, discardRun, makeRunDirectory, runDirectoryFor } from './run-directory.js'
import { lockedDevice, settingsOf } from './run-settings.js'
import { subjectOf } from './run-subject.js'

/** Nothing is written before options, specification, device and directory are found sound. */
export const command: Command = forPipelines('run', async (terminal, call, notebook) => {
  const asked = settingsOf(call)
  const subject = await subjectOf(terminal, call, notebook)
  if (subject === undefined) return exits.wrong
  const { plan, root, origin, code, opening } = subject
  const directory = runDirectoryFor(call.options['out'], subject, terminal.cwd)
  completeChange(directory)
  const isNew = checkRunDirectory(directory, plan, terminal.cwd)
  terminal.err(`${opening}\n`)
  const settings = { ...asked, device: asked.device ?? lockedDevice(directory) }
  await requireDevice(settings.device ?? 'cpu')
  if (call.options['dryRun'] === true) return exits.done
  const made = isNew ? makeRunDirectory(directory, { plan, code, root, origin }) : undefined
  try {
    return await carryOut(terminal, call, { directory, root, settings, notebook })
  } catch (error) {
    if (made !== undefined) discardRun(directory, made)
    throw error
  }
})
