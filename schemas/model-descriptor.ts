// What the pure compiler is told about a model file: read once by the command line, no weights inside.

/** A model file, seen against the data of one task. */
export interface ModelDescriptor {
  /** SHA-256 of the file's bytes. */
  readonly sha256: string
  /** Rows of the task's data that the model was trained on, by what the file says; absent where it says nothing. */
  readonly seen?: readonly number[]
  /** Whether a part of it says nothing of its rows. */
  readonly seenInPart?: true
  /** What its output serves: all metrics of the target, or those that ask for the winning class alone. */
  readonly serves: 'all' | 'winner'
}
