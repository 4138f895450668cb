// Facts about data that spaces read (`$data.classes`), and the signal that enters the model.
/** What a space knows of the data. */
export interface SpaceFacts {
  /** By dotted name. */
  readonly facts: Readonly<Record<string, number>>
  readonly input?: {
    readonly shape: readonly number[]
    readonly type: 'real' | 'code'
    readonly vocabulary?: number
  }
}
