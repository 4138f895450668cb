// The options of a `surrogate` procedure, read once.

/** As written, defaults filled in. */
export interface SurrogateOptions {
  readonly model: string
  readonly inputs: readonly string[] | undefined
  readonly outputs: readonly string[] | undefined
  readonly categories: Readonly<Record<string, readonly unknown[]>>
  readonly oneHot: boolean
  readonly absent: number
  readonly fidelity: string | undefined
}

/** Reads the options. */
export function surrogateOptions(options: Readonly<Record<string, unknown>>): SurrogateOptions {
  const { model, inputs, outputs, categories, one_hot, absent, fidelity } = options
  return {
    model: String(model),
    inputs: Array.isArray(inputs) ? inputs.map(String) : undefined,
    outputs: Array.isArray(outputs) ? outputs.map(String) : undefined,
    categories: Object.fromEntries(
      Object.entries(Object(categories ?? {}) as Record<string, unknown>).map(([choice, texts]) => [
        choice,
        Array.isArray(texts) ? texts : [],
      ]),
    ),
    oneHot: one_hot === true,
    absent: Number(absent ?? 0),
    fidelity: typeof fidelity === 'string' ? fidelity : undefined,
  }
}
