// What `espalier explain <code>` says.

/** One code: never reused for anything else. */
export interface CodeEntry {
  /** A noun phrase. */
  readonly title: string
  /** Why it is refused, and what to do. */
  readonly explanation: string
  /** A piece of a specification that it is said about, and the same piece put right. */
  readonly example?: { readonly wrong: string; readonly right: string }
}

/** Entries of one group, by code. */
export type CodeGroup = Readonly<Record<string, CodeEntry>>

/** An entry in one line of code. */
export const entry = (title: string, explanation: string, wrong?: string, right?: string): CodeEntry =>
  wrong === undefined || right === undefined
    ? { title, explanation }
    : { title, explanation, example: { wrong, right } }
