// What the author of a specification is told, and the family of errors behind it.
// Printing (caret frames, JSON, SARIF) belongs to the compiler.

/** A place in a text. Lines and columns count from 1, columns in UTF-16 units; `offset` counts from 0. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** A stretch of one file; `file` is relative to the project root, with `/` on every system. */
export interface Span {
  readonly file: string
  readonly start: Position
  readonly end: Position
}

export type Severity = 'error' | 'warning' | 'note'

/** One finding as plain data; compiler phases return lists of them and never throw for an author's mistake. */
export interface Diagnostic {
  /** Stable, kebab-case, never reused. */
  readonly code: string
  readonly severity: Severity
  /** One sentence: what was found and what was expected, both quoted. */
  readonly message: string
  readonly span?: Span
  /** One action that would cure it. */
  readonly hint?: string
  /** A second place, when two places clash. */
  readonly related?: { readonly message: string; readonly span: Span }
}

interface ErrorFields {
  readonly span?: Span | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** Root of every error that reaches a user; the command line prints it without a stack trace. */
export abstract class EspalierError extends Error {
  readonly code: string
  readonly span: Span | undefined
  readonly hint: string | undefined

  constructor(code: string, message: string, fields: ErrorFields = {}) {
    super(message, fields.cause === undefined ? {} : { cause: fields.cause })
    this.name = new.target.name
    this.code = code
    this.span = fields.span
    this.hint = fields.hint
  }
}

/** The author's document or arguments are wrong (exit 2). */
export class SpecError extends EspalierError {}
/** A specification with errors, all of them in `diagnostics`: what a program gets that runs one. The first is the message. */
export class SpecificationError extends SpecError {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const [first] = errors
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
    const at = first?.span === undefined ? '' : `${placeOf(first.span)}: `
    super(
      first?.code ?? 'wrong-specification',
      `${at}${first?.message ?? 'the specification is wrong'}${more}`,
      {
        span: first?.span,
        hint: first?.hint,
      },
    )
    this.diagnostics = diagnostics
  }
}

const placeOf = ({ file, start }: Span): string => `${file}:${start.line}:${start.column}`

/** Plan and runtime, or plan and recorded configuration, disagree (exit 2). */
export class PlanError extends EspalierError {}
/** Types or shapes of tensors do not fit; names the layer's span. */
export class GraphError extends EspalierError {}
/** The run's directory or journal cannot be used (exit 3). */
export class StoreError extends EspalierError {}

/** Why an execution failed. */
export type RunExit = 'memory' | 'signal' | 'crash' | 'timeout' | 'non-finite' | 'data'

/** Execution failed (exit 3); `exit` says how. */
export class RunError extends EspalierError {
  readonly exit: RunExit

  constructor(code: string, exit: RunExit, message: string, fields: ErrorFields = {}) {
    super(code, message, fields)
    this.exit = exit
  }
}

/** Our own bug, and says so (exit 1). Apart from the family on purpose. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(`internal error: ${message}. This is a bug in Espalier; please report it.`)
    this.name = 'InvariantError'
  }
}
