// Definitions of the author's as the compiler calls them: what their functions throw is the author's mistake, at the line that
// brings them, and never a bug of ours.
import { EspalierError, InvariantError } from '../../schemas/diagnostic.js'
import type { Definition } from '../../schemas/definition.js'
import { Rejection } from '../../runtime/catalogue.js'
import { BrokenCodeError } from '../source/broken-code.js'
import type { UsedPath } from '../validate/use-paths.js'

/** The definition with each of its functions watched; all else stays as it is. */
export function guarded(definition: Definition, { node, text }: UsedPath): Definition {
  const watched: Record<string, unknown> = {}
  for (const name of functionsOf(definition)) {
    const own = (definition as unknown as Readonly<Record<string, (...words: unknown[]) => unknown>>)[name]
    watched[name] = (...words: unknown[]): unknown => {
      try {
        return own?.apply(definition, words)
      } catch (error) {
        if (isMeant(error, definition)) throw error
        const message = `\`${name}\` of \`${definition.kind}\`, from \`${text}\`, threw: ${wordsOf(error)}.`
        throw new BrokenCodeError(node.span, message, error)
      }
    }
  }
  // Inherited, so that definitions that are instances of a class keep what their class gives them.
  return Object.assign(Object.create(definition) as Definition, definition, watched)
}

function functionsOf(definition: Definition): ReadonlySet<string> {
  const found = new Set<string>()
  for (let each: object | null = definition; each !== null && each !== Object.prototype;) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each)))
      if (typeof value === 'function' && name !== 'constructor') found.add(name)
    each = Object.getPrototypeOf(each) as object | null
  }
  return found
}

/** What JavaScript itself throws, and what people throw. */
const plain = new Set([
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
])

/** Rejections are answers. A combinator calls back into the space, whose own signals pass through it. */
function isMeant(error: unknown, { role }: Definition): boolean {
  if (error instanceof Rejection || error instanceof EspalierError) return true
  if (role !== 'combinator') return false
  return error instanceof InvariantError || (error instanceof Error && !plain.has(error.constructor.name))
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/[.\s]+$/, '')
