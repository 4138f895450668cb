// The JSON Schemas of the language's sections, read when first needed: `check` pays only for sections in use.
import { createRequire } from 'node:module'
import type { OptionSchema } from '../../schemas/definition.js'

/** Gives the schema of a section by name; the same object every time. */
export type Language = (section: string) => OptionSchema

/** The schemas that come with Espalier. */
export function createLanguage(): Language {
  const require = createRequire(import.meta.url)
  const loaded = new Map<string, OptionSchema>()
  return (section) => {
    const known = loaded.get(section) ?? (require(`../../schemas/language/${section}.json`) as OptionSchema)
    loaded.set(section, known)
    return known
  }
}
