// `espalier resume`: go on with an interrupted run; a complete one is printed.
import { carryOut } from './carry-out.js'
import { exits, type Command } from './command.js'
import { forPipelines } from './for-pipelines.js'
import { requireDevice } from './probe-device.js'
import { projectOf } from './project-files.js'
import { existingRun, rootOfRun } from './run-directory.js'
import { lockedDevice, settingsOf } from './run-settings.js'

/** @throws SpecError `no-such-run` where the folder holds no run */
export const command: Command = forPipelines('resume', async (terminal, call, notebook) => {
  const [word] = call.words
  if (word === undefined) return exits.wrong
  const directory = existingRun(word, terminal.cwd)
  const asked = settingsOf(call)
  const settings = { ...asked, device: asked.device ?? lockedDevice(directory) }
  await requireDevice(settings.device ?? 'cpu')
  return carryOut(terminal, call, {
    directory,
    root: rootOfRun(directory) ?? projectOf(directory).root,
    settings,
    notebook,
  })
})
