// The few forms of statement that a plan consists of; how they become text is plan-file's affair.
import type { Code } from './layout.js'
import type { Property } from './configuration.js'

/** A statement of a plan. */
export type Statement =
  | {
      readonly kind: 'constant'
      readonly name: string
      readonly comment?: string
      readonly code: Code
    }
  | {
      readonly kind: 'interface'
      readonly name: string
      readonly comment: string
      readonly properties: readonly Property[]
    }

/** `export const name = …` */
export const constant = (name: string, code: Code, comment?: string): Statement => ({
  kind: 'constant',
  name,
  code,
  ...(comment === undefined ? {} : { comment }),
})
