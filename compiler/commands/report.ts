// `espalier report`: writes `report.html` again, and opens it on request.
import { spawn } from 'node:child_process'
import { join, relative } from 'node:path'
import { readResult, runFiles } from '../../runtime/run.js'
import { writeHtml } from '../../runtime/report/writers/html.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { exits, type Command } from './command.js'
import { finishedRun } from './run-directory.js'

export const command: Command = async (terminal, call) => {
  const directory = finishedRun(call.words[0] ?? '.', terminal.cwd)
  const file = join(directory, runFiles.report)
  writeWhole(file, writeHtml(readResult(directory)))
  terminal.out(`${relative(terminal.cwd, file)}\n`)
  if (call.options['open'] === true) open(file)
  return exits.done
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Hands the file to the desktop; where there is none, nothing happens. */
function open(file: string): void {
  const [program = 'xdg-open', ...before] = openers[process.platform] ?? ['xdg-open']
  spawn(program, [...before, file], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref()
}
