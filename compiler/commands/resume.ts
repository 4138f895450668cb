// `espalier resume`: go on with an interrupted run; a complete one is printed.
import { join } from 'node:path'
import { runFiles } from '../../runtime/run.js'
import { carryOut } from './carry-out.js'
import { exits, type Command } from './command.js'
import { allowsCode, codeFilesOfPlan } from './own-code.js'
import { requireDevice } from './probe-device.js'
import { projectOf } from './project-files.js'
import { existingRun, rootOfRun } from './run-directory.js'
import { lockedDevice, settingsOf } from './run-settings.js'

/** @throws SpecError `no-such-run` where the folder holds no run */
export const command: Command = async (terminal, call) => {
  const [word] = call.words
  if (word === undefined) return exits.wrong
  const directory = existingRun(word, terminal.cwd)
  await codeFilesOfPlan(join(directory, runFiles.plan), allowsCode(call))
  const asked = settingsOf(call)
  const settings = { ...asked, device: asked.device ?? lockedDevice(directory) }
  await requireDevice(settings.device ?? 'cpu')
  return carryOut(terminal, call, {
    directory,
    root: rootOfRun(directory) ?? projectOf(directory).root,
    settings,
  })
}
