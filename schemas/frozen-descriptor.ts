// What the pure compiler is told about the frozen model of an `onnx` layer: read once by the command line, no weights inside.

/** A frozen model, seen against the data of one task. */
export interface FrozenDescriptor {
  /** SHA-256 of the file, and of the files with its weights where it has some. */
  readonly sha256: string
  /** Shape of the features of one example. */
  readonly features: readonly number[]
  /** Rows of the task's data that the model was trained on, by what the file says; absent where it says nothing. */
  readonly seen?: readonly number[]
  /** Whether a part of it says nothing of its rows. */
  readonly seenInPart?: true
}
