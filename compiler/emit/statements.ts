// The two forms of statement that a plan consists of, beside its imports and its default export.
import type { Property } from './configuration.js'
import { layOut, prefixed, type Code } from './layout.js'
import { commentText } from './text.js'

/** A statement of a plan. */
export type Statement =
  | { readonly kind: 'constant'; readonly name: string; readonly code: Code }
  | {
      readonly kind: 'interface'
      readonly name: string
      readonly comment: string
      readonly properties: readonly Property[]
    }

/** `export const name = …` */
export const constant = (name: string, code: Code): Statement => ({ kind: 'constant', name, code })

/** The text of a statement, with its line end. */
export function printStatement(statement: Statement): string {
  const { name } = statement
  if (statement.kind === 'constant') return `${layOut(prefixed(`export const ${name} = `, statement.code))}\n`
  const members = statement.properties.flatMap(({ comment, text }) =>
    comment === '' ? [`  ${text}\n`] : [`  /** ${comment} */\n`, `  ${text}\n`],
  )
  const head = `/** ${commentText(statement.comment)} */\nexport interface ${name}`
  return members.length === 0 ? `${head} {}\n` : `${head} {\n${members.join('')}}\n`
}
