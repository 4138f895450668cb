// Why a worker process ended, from what its parent saw. Node reports an exit code or a signal; the rest is inference, and a wrong
// guess costs a retry, never a result.
import { readFileSync } from 'node:fs'
import type { LossCause } from './engine.js'

/** What is known of an ended process. */
export interface ExitFacts {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why the parent itself killed it, if it did. */
  readonly killedFor?: 'timed_out' | 'stalled' | 'out_of_memory' | 'cancelled'
  /** The end of what it wrote to its error stream. */
  readonly errors: string
  /** Kills by the kernel for want of memory in this control group, since the process began. */
  readonly memoryKills: number
}

/**
 * Causes, in the order in which they can be told apart: the parent's own kill; an allocation that failed (V8 aborts with a message,
 * C++ with `bad_alloc`); the kernel's kill for memory (SIGKILL, and its counter moved); a crash of native code; any other signal came
 * from outside.
 */
export function exitCauseOf({ code, signal, killedFor, errors, memoryKills }: ExitFacts): LossCause {
  if (killedFor !== undefined) return killedFor
  if (/heap out of memory|bad_alloc|Cannot allocate memory|Failed to allocate memory/i.test(errors)) {
    return 'out_of_memory'
  }
  if (signal === 'SIGKILL') return memoryKills > 0 ? 'out_of_memory' : 'signal'
  if (signal !== null) return crashSignals.has(signal) ? 'crash' : 'signal'
  return code === 128 + 9 || code === 128 + 15 ? 'signal' : 'crash'
}

/** The cause in words, for a note. */
export function showExit(cause: LossCause, { code, signal, errors }: ExitFacts): string {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`
  const last = errors.trim().split('\n').at(-1) ?? ''
  switch (cause) {
    case 'out_of_memory':
      return 'a worker ran out of memory'
    case 'timed_out':
      return 'a worker reached its time limit'
    case 'stalled':
      return 'a worker made no progress for too long'
    case 'signal':
      return `a worker was stopped from outside (${how})`
    case 'cancelled':
      return 'a worker was cancelled'
    case 'crash':
      return `a worker crashed (${how})${last === '' ? '' : `: ${last}`}`
  }
}

const crashSignals: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGABRT',
  'SIGTRAP',
])

/** Kills for memory that the kernel has counted for this control group (version 2); 0 where that cannot be read. */
export function memoryKillCount(): number {
  try {
    const group = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/'
    const events = readFileSync(`/sys/fs/cgroup${group === '/' ? '' : group}/memory.events`, 'utf8')
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Resident bytes of a process; undefined once it is gone or where that cannot be read. */
export function residentBytes(process: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
