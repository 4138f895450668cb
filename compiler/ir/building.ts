// What the builders of the IR share: the catalogue, the author's definitions, where findings go, and lexical environments.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { SubSpace } from '../resolve/sub-space.js'
import type { LocatedEntry, LocatedNode } from '../source/located-node.js'

/** One building of one arm. */
export interface Building {
  readonly catalogue: Catalogue
  /** `define:` by name. */
  readonly subSpaces: ReadonlyMap<string, SubSpace>
  readonly report: (finding: Diagnostic) => void
  /** The author's comment beside an entry. */
  readonly comment: (entry: LocatedEntry) => string | undefined
  /** Counts a component; false once the space has grown beyond its cap. */
  readonly count: (span: Span) => boolean
}

/** What a `$name` means inside the body of a definition: the argument, to be read where it was written. */
export interface Argument {
  readonly node: LocatedNode
  readonly environment: Environment
}

export interface Environment {
  readonly parameters: ReadonlyMap<string, Argument>
  /** How often each definition is open around this place. */
  readonly depths: ReadonlyMap<string, number>
}

/** Outside all definitions. */
export const outermost: Environment = { parameters: new Map(), depths: new Map() }

/** `path` with one more segment. */
export const below = (path: string, segment: string): string => (path === '' ? segment : `${path}.${segment}`)
