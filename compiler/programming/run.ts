// `run` as a function, for what goes into a run directory: prepare → make the directory → carry out. What is wrong is thrown before
// anything is written.
import { readFileSync } from 'node:fs'
import { loadPlan } from '../../runtime/study/load-plan.js'
import { runDirectory } from '../../runtime/run.js'
import { completeChange } from '../../runtime/store/history.js'
import { SpecificationError, SpecError, type Diagnostic } from '../../schemas/diagnostic.js'
import { compile } from '../compile.js'
import { readInputs } from '../../runtime/study/inputs.js'
import { inputDigests } from '../commands/input-digests.js'
import { codeFilesOf, codeFilesOfPlan } from '../commands/own-code.js'
import { requireDevice } from '../commands/probe-device.js'
import { projectOf } from '../commands/project-files.js'
import {
  checkRunDirectory,
  discardRun,
  makeRunDirectory,
  runDirectoryFor,
} from '../commands/run-directory.js'
import { lockedDevice, settingsOf } from '../commands/run-settings.js'
import type { RunSubject } from '../commands/run-subject.js'
import { versionOf } from '../commands/version.js'
import { isText, nameSpecification, pathOf } from './name.js'
import type { DirectoryRunOptions, DirectoryRunReport, Specification } from './options.js'

/** Carries out a specification or a plan's file in a run directory. */
export async function run(
  specification: Specification,
  options: DirectoryRunOptions,
): Promise<DirectoryRunReport> {
  const { cwd = process.cwd(), out, onProgress, signal } = options
  const { workers, device: asked, acceptNumerics } = settingsOf({ words: [], options: { ...options } })
  const { subject, diagnostics } = await subjectOf(specification, options, cwd)
  const directory = runDirectoryFor(out, subject, cwd)
  completeChange(directory)
  const isNew = checkRunDirectory(directory, subject.plan, cwd)
  const device = asked ?? lockedDevice(directory) ?? 'cpu'
  await requireDevice(device)
  const made = isNew ? makeRunDirectory(directory, subject) : undefined
  const { root } = subject
  const machine = { root, workers, device, acceptNumerics }
  try {
    const report = await runDirectory(directory, {
      ...machine,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    })
    return { ...report, directory, diagnostics }
  } catch (error) {
    if (made !== undefined) discardRun(directory, made)
    throw error
  }
}

type Subject = Omit<RunSubject, 'opening'>

interface Prepared {
  readonly subject: Subject
  readonly diagnostics: readonly Diagnostic[]
}

const subjectOf = (
  specification: Specification,
  options: DirectoryRunOptions,
  cwd: string,
): Promise<Prepared> =>
  !isText(specification) && /\.[cm]?ts$/.test(pathOf(specification, cwd))
    ? planGiven(pathOf(specification, cwd), options)
    : specificationGiven(specification, options)

async function specificationGiven(
  specification: Specification,
  options: DirectoryRunOptions,
): Promise<Prepared> {
  const { path, project, settings } = nameSpecification(specification, options)
  const { diagnostics, plan, analysed } = await compile(path, { ...settings, version: versionOf() })
  if (plan === undefined || analysed === undefined) throw new SpecificationError(diagnostics)
  const { experiment } = analysed
  const { root } = project
  // A text that is no file cannot be compiled again, so its run keeps no origin.
  const origin = isText(specification)
    ? {}
    : { origin: { specification: path, overrides: settings.overrides ?? [] } }
  return {
    subject: {
      plan,
      experiment,
      root,
      code: codeFilesOf(experiment.use, root),
      inputs: inputDigests(analysed, root),
      ...origin,
    },
    diagnostics,
  }
}

async function planGiven(
  file: string,
  { set, seed, allowCode = false }: DirectoryRunOptions,
): Promise<Prepared> {
  if (set !== undefined || seed !== undefined) {
    throw new SpecError('plan-is-fixed', `seed and set change a specification, and '${file}' is a plan`, {
      hint: 'run the specification that it was compiled from',
    })
  }
  const code = await codeFilesOfPlan(file, allowCode)
  const plan = readFileSync(file, 'utf8')
  const { experiment } = await loadPlan(file)
  const { root } = projectOf(file)
  const inputs = readInputs(experiment, root).files
  return { subject: { plan, experiment, root, code, inputs }, diagnostics: [] }
}
