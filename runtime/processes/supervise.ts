// One supervised program, in the supervisor's process: started in a group of its own, read, watched, and ended with all it started.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { stopwatch } from '../support/clock.js'
import { openBoundedLog } from './bounded-log.js'
import { endFamily } from './end-family.js'
import { createLines } from './lines.js'
import { familyMembers, residentBytesOf } from './process-table.js'
import type { Family } from './process-table.js'
import type { ProgramEnd, ProgramOrder, ProgramReport } from './program.js'

/** A program under way. */
export interface Supervised {
  readonly report: Promise<ProgramReport>
  /** Ends it and all that it started. */
  cancel(): void
}

/** Longest time that a timer can be set to; a larger one would go off at once. */
const longestTimer = 2 ** 31 - 1

/** Milliseconds between two looks at memory. */
const interval = 100

/** Starts a program; lines of its standard output come as they are complete. */
export function supervise(
  order: ProgramOrder,
  onStart: (leader: number) => void,
  onLine: (text: string) => void,
): Supervised {
  const began = stopwatch()
  const [program = '', ...words] = order.words
  const child = spawn(program, words, {
    cwd: order.folder,
    env: { ...order.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  if (child.pid === undefined) return notStarted(child)
  onStart(child.pid)
  const family: Family = { leader: child.pid, mark: order.mark }
  const logs = readStreams(child, order, onLine)
  const watch = watchLimits(family, order)
  const report = exitOf(child).then(async ({ code, signal }): Promise<ProgramReport> => {
    const milliseconds = stopwatch() - began
    watch.stop()
    const left = familyMembers(family, true).length
    await watch.ended
    await endFamily(family, 0)
    return {
      end: watch.end(),
      code,
      signal,
      milliseconds,
      peakBytes: watch.peakBytes(),
      tail: await logs(),
      leftBehind: left,
    }
  })
  return { report, cancel: () => watch.stopFor('cancelled') }
}

function notStarted(child: ChildProcess): Supervised {
  const report = new Promise<ProgramReport>((resolve) => {
    child.once('error', (error) =>
      resolve({
        end: 'not_started',
        code: null,
        signal: null,
        milliseconds: 0,
        peakBytes: 0,
        tail: '',
        problem: error.message,
        leftBehind: 0,
      }),
    )
  })
  return { report, cancel: () => undefined }
}

const exitOf = (
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null }> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))

/** Keeps both streams in their files; what it gives waits for their ends and tells the tail. */
function readStreams(
  { stdout, stderr }: ChildProcess,
  order: ProgramOrder,
  onLine: (text: string) => void,
): () => Promise<string> {
  const [out, errors] = [
    openBoundedLog(order.stdout, order.logBytes),
    openBoundedLog(order.stderr, order.logBytes),
  ]
  const wanted = wantedOnly(order.wanted, onLine)
  const lines = createLines(wanted.line)
  stdout?.on('data', (chunk: Buffer) => {
    out.write(chunk)
    lines.add(chunk)
  })
  stderr?.on('data', (chunk: Buffer) => errors.write(chunk))
  const ends = [stdout, stderr].map(
    (stream) =>
      new Promise<void>((resolve) => (stream === null ? resolve() : stream.once('close', () => resolve()))),
  )
  return async () => {
    await Promise.all(ends)
    lines.end()
    wanted.end()
    const tail = errors.tail().trim() === '' ? out.tail() : errors.tail()
    out.close()
    errors.close()
    return tail
  }
}

/** Lines that are passed on as they come; a program that floods its output is heard to the end, but not word by word. */
const mostLines = 100_000

/** Lines of which the last are passed on after a flood. */
const lastLines = 100

function wantedOnly(
  wanted: readonly string[],
  onLine: (text: string) => void,
): { line(text: string): void; end(): void } {
  const expressions = wanted.map((source) => new RegExp(source, 'u'))
  const held: string[] = []
  let passed = 0
  return {
    line: (text) => {
      if (!expressions.some((expression) => expression.test(text))) return
      passed += 1
      if (passed <= mostLines) return onLine(text)
      held.push(text)
      if (held.length > lastLines) held.shift()
    },
    end: () => held.forEach(onLine),
  }
}

/** Holds a family to its limits. */
interface Watch {
  stop(): void
  stopFor(end: ProgramEnd): void
  end(): ProgramEnd
  peakBytes(): number
  /** The ending that is under way, if any. */
  readonly ended: Promise<unknown>
}

function watchLimits(family: Family, { seconds, bytes, grace }: ProgramOrder): Watch {
  let end: ProgramEnd = 'exited'
  let peak = 0
  let ended: Promise<unknown> = Promise.resolve()
  const stopFor = (why: ProgramEnd): void => {
    if (end !== 'exited') return
    end = why
    clearInterval(looks)
    ended = endFamily(family, why === 'out_of_memory' ? 0 : grace)
  }
  const looks = setInterval(() => {
    const resident = residentBytesOf(familyMembers(family, false))
    peak = Math.max(peak, resident)
    if (bytes !== undefined && resident > bytes) stopFor('out_of_memory')
  }, interval)
  const alarm =
    seconds === undefined
      ? undefined
      : setTimeout(() => stopFor('timed_out'), Math.min(seconds * 1000, longestTimer))
  return {
    stop: () => {
      clearInterval(looks)
      clearTimeout(alarm)
    },
    stopFor,
    end: () => end,
    peakBytes: () => peak,
    get ended() {
      return ended
    },
  }
}
