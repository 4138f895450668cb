// The contract of inspections: a procedure's file, laid against what a specification asks of it, before anything is run.

/** What is asked of the file. */
export interface InspectionRequest {
  readonly options: Readonly<Record<string, unknown>>
  /** Hyperparameters; `values` are all that one may have, absent where it may be any number. */
  readonly choices: readonly { readonly name: string; readonly values?: readonly unknown[] }[]
  readonly metrics: readonly string[]
}

/** @throws EspalierError that says what does not fit, with the option at fault as `field` */
export type Inspection = (request: InspectionRequest, root: string) => Promise<void>
