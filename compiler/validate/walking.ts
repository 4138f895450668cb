// What the parts of the walk through a specification share: where findings go, how schemas are looked up, where one stands.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Definition, OptionSchema } from '../../schemas/definition.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { LocatedNode, Path } from '../source/located-node.js'
import type { Mutable, Scope, Survey } from './survey.js'
import type { StructureChecker } from './structure.js'
import type { Parts } from './parts.js'

/** One walk. `visit` checks any node against its schema; the parts call each other through it. */
export interface Walking {
  readonly catalogue: Catalogue
  readonly structure: StructureChecker
  readonly survey: Mutable<Survey>
  /** Definitions that can be used at a scope. */
  readonly parts: (scope: Scope) => Parts
  readonly report: (diagnostic: Diagnostic) => void
  readonly visit: (schema: OptionSchema, node: LocatedNode, place: Place) => void
  /** A parameter of the enclosing definition stands for a value of this schema. */
  readonly parameterUsed: (parameter: string, schema: OptionSchema, place: Place) => void
  /** A definition is used with an argument (or its default). */
  readonly argumentGiven: (definition: string, parameter: string, node: LocatedNode, place: Place) => void
}

/** Where a node stands. */
export interface Place {
  /** How the node, or what is below it at a path, is called in messages. */
  readonly name: (path: Path) => string
  /** The key that leads to it. */
  readonly key: string
  readonly keySpan: Span
  readonly noun: 'key' | 'option'
  /** Whether values may be chosen here: under `space`, `hyperparameters`, `train`. */
  readonly open: boolean
  readonly scope: Scope
  /** Where a key that is not known here would belong. */
  readonly whereElse?: (key: string) => string | undefined
  /** Components around it, innermost first. */
  readonly around: readonly Definition[]
}

/** `` `budget.trials` ``: keys and indices below a section. */
export const sectionName =
  (...prefix: readonly (string | number)[]) =>
  (path: Path): string => {
    const steps = [...prefix, ...path]
    if (steps.length === 0) return 'a specification'
    const text = steps
      .map((step) => (typeof step === 'number' || /^\d+$/.test(step) ? `[${step}]` : step))
      .join('.')
    return `\`${text.replaceAll('.[', '[')}\``
  }

/** ``option `filters` of `conv2d` ``, with the way further down. */
export const optionName =
  (kind: string, option: string) =>
  (path: Path): string =>
    `option ${sectionName(option)(path)} of \`${kind}\``
