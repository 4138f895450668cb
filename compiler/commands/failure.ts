// Turns what a command threw into a message for a person and an exit code. Stack traces only on demand.
import {
  EspalierError,
  InvariantError,
  RunError,
  StoreError,
  type Diagnostic,
} from '../../schemas/diagnostic.js'
import { exits, type Exit, type Terminal } from './command.js'

/** Prints the error and says how to exit; `debug` adds the stack trace. */
export function reportFailure(terminal: Terminal, error: unknown, debug: boolean): Exit {
  terminal.err(`${describe(error)}\n`)
  if (debug && error instanceof Error && error.stack !== undefined) terminal.err(`${error.stack}\n`)
  return exitOfFailure(error)
}

/** How a command exits that threw this. */
export function exitOfFailure(error: unknown): Exit {
  if (error instanceof RunError || error instanceof StoreError) return exits.failed
  return error instanceof EspalierError || systemProblem(error) !== undefined ? exits.wrong : exits.internal
}

/** What was thrown, as a finding. */
export function findingOf(error: unknown): Diagnostic {
  if (error instanceof EspalierError) {
    const { code, message, span, hint } = error
    return {
      code,
      severity: 'error',
      message,
      ...(span === undefined ? {} : { span }),
      ...(hint === undefined ? {} : { hint }),
    }
  }
  const problem = /^([a-z-]+): (.*)$/s.exec(systemProblem(error) ?? '')
  const [, code = 'internal', message = describe(error)] = problem ?? []
  return { code, severity: 'error', message }
}

function describe(error: unknown): string {
  if (error instanceof EspalierError) {
    const place =
      error.span === undefined
        ? ''
        : `${error.span.file}:${error.span.start.line}:${error.span.start.column}: `
    const hint = error.hint === undefined ? '' : `\n  hint: ${error.hint}`
    return `${place}error ${error.code}: ${error.message}${hint}`
  }
  if (error instanceof InvariantError) return `${error.message} Run again with --debug for its place.`
  const problem = systemProblem(error)
  if (problem !== undefined) return `error ${problem}`
  const message = error instanceof Error ? error.message : String(error)
  return `internal error: ${message}. This is a bug in Espalier; please report it. Run again with --debug for its place.`
}

/** Failures of the file system, in words. */
function systemProblem(error: unknown): string | undefined {
  // Not `instanceof`: the file system's errors may come from another realm.
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error))
    return undefined
  const message = 'message' in error ? String(error.message) : ''
  const path =
    'path' in error && typeof error.path === 'string' ? ` '${error.path.replace(/\.\d+\.tmp$/, '')}'` : ''
  const words: Readonly<Record<string, string>> = {
    ENOENT: `not-found: there is no${path}`,
    EACCES: `no-access: reading or writing${path} is not allowed`,
    EPERM: `no-access: reading or writing${path} is not allowed`,
    EROFS: `no-access:${path} is on a read-only file system`,
    ENOSPC: 'disk-full: no space is left on the device',
    EISDIR: `is-a-folder:${path} is a folder, a file was expected`,
    ENOTDIR: `not-a-folder:${path} runs through something that is not a folder`,
    EEXIST: `exists:${path} is already there`,
    ENAMETOOLONG: 'name-too-long: a name in the path is longer than the file system allows',
    ELOOP: `link-loop:${path} is a link that leads back to itself`,
  }
  return words[String(error.code)] ?? `system: ${message}`
}
