// What a command of the command line is, and the terminal it talks to. Data goes to `out`, progress and diagnostics to `err`.

/** Exit codes (fixed): done, our error, wrong spec or arguments, failed run, refuted, undecided, interrupted, terminated. */
export const exits = {
  done: 0,
  internal: 1,
  wrong: 2,
  failed: 3,
  refuted: 4,
  undecided: 5,
  interrupted: 130,
  terminated: 143,
} as const

export type Exit = (typeof exits)[keyof typeof exits]

/** The outside world of a command. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether `err` is a terminal that can be redrawn. */
  readonly live: boolean
  readonly colour: boolean
  readonly columns: number
  readonly cwd: string
  /** Variables of the environment, for what services announce there. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Parsed words and options of one call. */
export interface Call {
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
}

/** A command's behaviour; its name, options and examples stand in the one table. */
export type Command = (terminal: Terminal, call: Call) => Promise<Exit>

/** One line of the table. */
export interface CommandEntry {
  readonly name: string
  /** Words after the name, in commander's notation: `<spec...>`, `[dir]`. */
  readonly words: string
  readonly summary: string
  readonly options: readonly CommandOption[]
  readonly examples: readonly string[]
  /** Further lines of its help page. */
  readonly notes?: () => readonly string[]
  /** Words that take one of a few values, by the word's name. */
  readonly wordChoices?: Readonly<Record<string, readonly string[]>>
  /** Commands load on demand: checking a specification must not wait for native code. */
  readonly load: () => Promise<{ readonly command: Command }>
}

export interface CommandOption {
  readonly flags: string
  readonly description: string
  readonly repeatable?: boolean
  /** Read when needed where they depend on what is installed. */
  readonly choices?: readonly string[] | (() => readonly string[])
}
