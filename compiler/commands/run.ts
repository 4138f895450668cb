// `espalier run`: compile, say what will be done, carry it out, print what came of it.
import { availableParallelism } from 'node:os'
import { completeChange } from '../../runtime/store/history.js'
import { exits, type Command } from './command.js'
import { cacheFolder } from './data-cache.js'
import { forPipelines } from './for-pipelines.js'
import { carryOut } from './carry-out.js'
import { requireDevice } from './probe-device.js'
import { checkRunDirectory, discardRun, makeRunDirectory, runDirectoryFor } from './run-directory.js'
import { lockedDevice, settingsOf, type RunSettings } from './run-settings.js'
import { subjectOf, type RunSubject } from './run-subject.js'
import { estimateSeconds } from './time-estimate.js'

/** Nothing is written before options, specification, device and directory are found sound. */
export const command: Command = forPipelines('run', async (terminal, call, notebook) => {
  const asked = settingsOf(call)
  const subject = await subjectOf(terminal, call, notebook)
  if (subject === undefined) return exits.wrong
  const { plan, root, origin, code, opening } = subject
  const directory = runDirectoryFor(call.options['out'], subject, terminal.cwd)
  completeChange(directory)
  const isNew = checkRunDirectory(directory, plan, terminal.cwd)
  const settings = { ...asked, device: asked.device ?? lockedDevice(directory) }
  // What is left of a run that was begun is not what its opening says.
  const seconds = isNew ? await secondsOf(subject, settings, directory) : undefined
  terminal.err(`${opening.sentence(seconds)}\n`)
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

const secondsOf = (
  { plan, experiment, opening }: RunSubject,
  { workers, device = 'cpu' }: RunSettings,
  directory: string,
): Promise<number | undefined> =>
  estimateSeconds(opening.work, {
    name: experiment.name,
    plan,
    directory,
    trainings: opening.trainings,
    workers: Math.min(workers, availableParallelism()),
    device,
    cache: cacheFolder(process.env, process.platform),
  })
