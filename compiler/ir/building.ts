// What the builders of the IR share: the catalogue, the author's definitions, where findings go, and lexical environments.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Definition, OptionSchema, Role } from '../../schemas/definition.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { SubSpace } from '../resolve/sub-space.js'
import type { LocatedEntry, LocatedNode } from '../source/located-node.js'
import type { ValueNode } from './nodes.js'

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
  readonly builders: Builders
}

/** Builders that need each other: values hold components, whose options hold values; tied together in build.ts. */
export interface Builders {
  readonly componentOption: (node: LocatedNode, place: ValuePlace) => ValueNode | undefined
  readonly moduleOption: (node: LocatedNode, place: ValuePlace) => ValueNode | undefined
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

/** Where a value stands: the environment of its names, its schema and its decision path. */
export interface ValuePlace {
  readonly building: Building
  readonly environment: Environment
  readonly schema: OptionSchema
  readonly path: string
  /** Of the component whose option this is. */
  readonly definition?: Definition
  /** Segments given so far among the modules of that component. */
  readonly given?: Map<string, number>
}

/** Where a component stands. */
export interface ComponentPlace {
  readonly building: Building
  readonly environment: Environment
  readonly role: Role
  /** The component's own path: prefix of the paths below it. */
  readonly path: string
  /** For a component that nobody wrote. */
  readonly origin?: 'default'
}

/** Outside all definitions. */
export const outermost: Environment = { parameters: new Map(), depths: new Map() }

/** `path` with one more segment. */
export const below = (path: string, segment: string): string => (path === '' ? segment : `${path}.${segment}`)
