// What a supervised program is, and what becomes of it: the plain data that cross to the supervisor and back.

/** A program to run once. */
export interface ProgramOrder {
  /** Program and arguments; no shell ever reads them. */
  readonly words: readonly string[]
  /** Working directory. */
  readonly folder: string
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
  /** `NAME=value` in that environment by which its processes are known. */
  readonly mark: string
  /** Files for its output streams, of at most `logBytes` each. */
  readonly stdout: string
  readonly stderr: string
  readonly logBytes: number
  /** Regular expressions of the lines of standard output that are passed on. */
  readonly wanted: readonly string[]
  readonly seconds?: number
  /** Resident memory of all its processes together. */
  readonly bytes?: number
  /** Milliseconds between being asked to end and being killed. */
  readonly grace: number
}

/** How a program ended. */
export type ProgramEnd = 'exited' | 'timed_out' | 'out_of_memory' | 'not_started' | 'cancelled'

/** What was seen of a program. */
export interface ProgramReport {
  readonly end: ProgramEnd
  readonly code: number | null
  readonly signal: string | null
  /** Milliseconds from its start to its end. */
  readonly milliseconds: number
  /** Most resident memory that was seen; 0 where it cannot be. */
  readonly peakBytes: number
  /** The last part of its error stream, or of its output where that is empty. */
  readonly tail: string
  /** Why it did not start. */
  readonly problem?: string
  /** Processes that it left behind, and that were ended. */
  readonly leftBehind: number
}

export type ToSupervisor =
  { readonly kind: 'start'; readonly order: ProgramOrder } | { readonly kind: 'cancel' }

export type FromSupervisor =
  | { readonly kind: 'started'; readonly leader: number }
  /** A wanted line of its standard output. */
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'ended'; readonly report: ProgramReport }
