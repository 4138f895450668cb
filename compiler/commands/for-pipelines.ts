// `--ci`: whatever a command comes to, and however it ends, is also written in the forms that pipelines show.
import { appendFileSync, existsSync, realpathSync, rmSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { stopwatch, wallClock } from '../../runtime/support/clock.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { annotationsOf } from '../pipelines/annotations.js'
import { casesOf } from '../pipelines/cases.js'
import { findingsOf, type Conclusions } from '../pipelines/conclusions.js'
import { createNotebook, type Noted, type Notebook, type Place } from '../pipelines/notebook.js'
import { pipelineFiles, writeForPipelines } from '../pipelines/write.js'
import type { Call, Command, Exit, Terminal } from './command.js'
import { exitOfFailure, findingOf } from './failure.js'
import { projectOf } from './project-files.js'
import { versionOf } from './version.js'

/** A command that also notes what it concludes. */
export type NotedCommand = (terminal: Terminal, call: Call, notebook: Notebook) => Promise<Exit>

/** Where the files go unless `--ci-dir` says otherwise. */
const standardFolder = 'espalier-ci'

/** The command, which with `--ci` writes down what it concluded, also where it throws. */
export const forPipelines =
  (name: string, command: NotedCommand): Command =>
  async (terminal, call) => {
    refuseLoneFolder(call)
    const { notebook, noted } = createNotebook(placedFor(terminal))
    if (call.options['ci'] !== true) return command(terminal, call, notebook)
    const started = { at: wallClock(), stopwatch: stopwatch() }
    const conclude = (exit: Exit): void =>
      tell(terminal, call, noted(), {
        call: [name, ...call.words].join(' '),
        version: versionOf(),
        exit,
        seconds: (stopwatch() - started.stopwatch) / 1000,
        startedAt: started.at,
        failOn: call.options['failOn'] === 'undecided' ? 'undecided' : 'refuted',
      })
    // A report of an earlier call beside this one's verdict would mislead.
    rmSync(join(folderOf(terminal, call), pipelineFiles.report), { force: true })
    try {
      const exit = await command(terminal, call, notebook)
      conclude(exit)
      return exit
    } catch (error) {
      notebook.failure(projectOf(resolve(terminal.cwd, call.words[0] ?? '.')).root, findingOf(error))
      conclude(exitOfFailure(error))
      throw error
    }
  }

/** @throws SpecError `ci-dir-without-ci` */
function refuseLoneFolder({ options }: Call): void {
  if (options['ciDir'] === undefined || options['ci'] === true) return
  throw new SpecError(
    'ci-dir-without-ci',
    '--ci-dir names the folder for the files of --ci, which is not given',
    {
      hint: 'add --ci',
    },
  )
}

type Circumstances = Pick<Conclusions, 'call' | 'version' | 'exit' | 'seconds' | 'startedAt' | 'failOn'>

/** Writes the files, says so, and tells GitHub where that is who listens. */
function tell(terminal: Terminal, call: Call, noted: Noted, circumstances: Circumstances): void {
  const { report, ...found } = noted
  const conclusions: Conclusions = { ...circumstances, ...found }
  const folder = folderOf(terminal, call)
  const summary = writeForPipelines(folder, conclusions, report)
  terminal.err(`for pipelines: ${relative(terminal.cwd, folder) || '.'}/\n`)
  const { GITHUB_ACTIONS: github, GITHUB_STEP_SUMMARY: page } = terminal.environment
  if (github !== 'true') return
  for (const line of annotationsOf(findingsOf(conclusions), casesOf(conclusions))) terminal.err(`${line}\n`)
  if (page !== undefined && page !== '') appendFileSync(page, summary)
}

const folderOf = ({ cwd }: Terminal, { options }: Call): string =>
  resolve(cwd, typeof options['ciDir'] === 'string' ? options['ciDir'] : standardFolder)

/** Paths as the pipeline knows them: below its check-out, where a project may be a folder of its own. */
function placedFor({ cwd, environment }: Terminal): Place {
  const checkout = environment['GITHUB_WORKSPACE'] ?? environment['CI_PROJECT_DIR'] ?? cwd
  const top = existsSync(checkout) ? realpathSync(checkout) : checkout
  return (root, file) => relative(top, join(root, file)).split(sep).join('/')
}
