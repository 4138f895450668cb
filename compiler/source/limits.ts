// How much a specification may ask of the compiler. Generous for people, small for machines.

/** Bounds on one specification with its includes. */
export interface Limits {
  /** Bytes of one file. */
  readonly bytes: number
  /** YAML tokens of one file, white space included. */
  readonly lexemes: number
  /** Collections inside each other. */
  readonly depth: number
  /** Nodes of a document after aliases are followed. */
  readonly nodes: number
  /** Files of one specification. */
  readonly files: number
}

/** The limits that `espalier` uses. Chosen here: a thousand times the largest specification we ship. */
export const LIMITS: Limits = {
  bytes: 4 * 1024 * 1024,
  lexemes: 500_000,
  depth: 100,
  nodes: 100_000,
  files: 100,
}
