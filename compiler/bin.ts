#!/usr/bin/env node
// The executable: the command line on the real terminal.
import { main } from './cli.js'

const { stdout, stderr, env } = process
// A reader that closes the pipe early (`| head`) is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  live: stderr.isTTY === true && env['TERM'] !== 'dumb',
  colour: stderr.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
  columns: stderr.columns ?? 100,
  cwd: process.cwd(),
})
