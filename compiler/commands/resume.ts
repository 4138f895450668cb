// `espalier resume`: go on with an interrupted run, or with a larger budget; a complete one is printed.
import { join, resolve } from 'node:path'
import { runFiles } from '../../runtime/run.js'
import { completeChange } from '../../runtime/store/history.js'
import { carryOut } from './carry-out.js'
import { exits, type Command } from './command.js'
import { extend } from './extend.js'
import { forPipelines } from './for-pipelines.js'
import { allowsCode, codeFilesOfPlan } from './own-code.js'
import { requireDevice } from './probe-device.js'
import { projectOf } from './project-files.js'
import { existingRun, rootOfRun } from './run-directory.js'
import { lockedDevice, settingsOf } from './run-settings.js'

/** @throws SpecError `no-such-run` where the folder holds no run */
export const command: Command = forPipelines('resume', async (terminal, call, notebook) => {
  const [word] = call.words
  if (word === undefined) return exits.wrong
  completeChange(resolve(terminal.cwd, word))
  const directory = existingRun(word, terminal.cwd)
  await codeFilesOfPlan(join(directory, runFiles.plan), allowsCode(call))
  const asked = settingsOf(call)
  const settings = { ...asked, device: asked.device ?? lockedDevice(directory) }
  await requireDevice(settings.device ?? 'cpu')
  const root = rootOfRun(directory) ?? projectOf(directory).root
  if (call.options['extend'] !== undefined && !(await extend(terminal, call, { directory, root }))) {
    return exits.wrong
  }
  return carryOut(terminal, call, { directory, root, settings, notebook })
})
