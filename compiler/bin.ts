#!/usr/bin/env node
// The executable: the command line on the real terminal.
import { main } from './cli.js'
import { exits } from './commands/command.js'

const { stdout, stderr, env } = process
// A reader that closes the pipe early (`| head`) is no error; a full disk is, and is told without a stack trace.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exits.done)
  stderr.write(`error no-output: the output cannot be written (${error.message})\n`)
  process.exit(exits.failed)
})
// Nobody may be listening to progress; that ends no run.
stderr.on('error', () => undefined)

const cwd = workingFolder()
if (cwd === undefined) {
  stderr.write('error not-found: the working folder is not there any more\n  hint: change into another one\n')
  process.exitCode = exits.wrong
} else {
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    live: stderr.isTTY === true && env['TERM'] !== 'dumb',
    colour: stderr.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    columns: stderr.columns ?? 80,
    cwd,
    environment: env,
  })
}

function workingFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}
