// What is wrong with something that the author's code exports.

/** In half a sentence after the definition's name. */
export interface DefinitionProblem {
  readonly message: string
  readonly hint: string
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as a message shows it. */
export const show = (value: unknown): string =>
  value === undefined ? 'none' : `\`${JSON.stringify(value) ?? String(value)}\``
