// Patterns that name parameters, as groups and reparametrizations write them.

/** A parameter, as patterns see it. */
export interface ParameterPlace {
  /** Scope and own name, joined by a dot: unique in a model. */
  readonly name: string
  /** Path of the layer whose parameters these are: `residual.affine#2`. */
  readonly scope: string
  /** The layer's own name for it: `weights`, `query_bias`; what stands behind a parameter comes after a dot: `weights.gain`. */
  readonly own: string
  /** Kind of the layer. */
  readonly kind: string
}

/**
 * Whether a pattern names a parameter. Its parts, between dots, must fit parts of the parameter's name that follow one another: `head`,
 * `bias`, `residual.affine`, `head.weights`; or the kind of the layer, alone (`batch_norm`) or before the own name
 * (`affine.bias`). `*` stands for any letters within a part; marks of siblings and copies (`#2`, `[1]`) may be left out, and so may
 * the first words of an own name: `bias` is `query_bias` too.
 */
export function matchesParameter(pattern: string, { scope, own, kind }: ParameterPlace): boolean {
  const parts = partsOf(pattern).map(partMatcher)
  const owned = partsOf(own).map(endings)
  const path = [...partsOf(scope).map((part) => [part, withoutMarks(part)]), ...owned]
  const fitsAt = (names: readonly (readonly string[])[], from: number): boolean =>
    from + parts.length <= names.length &&
    parts.every((fits, index) => names[from + index]?.some(fits) === true)
  return path.some((_, from) => fitsAt(path, from)) || fitsAt([[kind], ...owned], 0)
}

/** The patterns of an option that is a text or a list of them. */
export const patternsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(
    (each): each is string => typeof each === 'string',
  )

const partsOf = (path: string): readonly string[] => path.split('.').filter((part) => part !== '')

/** A part of a path without its marks. */
const withoutMarks = (part: string): string => part.replace(/(#\d+|\[[^\]]*\])+$/u, '')

/** `query_bias`: itself, and `bias`. */
const endings = (name: string): readonly string[] => {
  const words = name.split('_')
  return words.map((_, index) => words.slice(index).join('_'))
}

/** Fits a whole name. */
function partMatcher(part: string): (name: string) => boolean {
  const source = part
    .split('*')
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')
  const whole = new RegExp(`^${source}$`, 'u')
  return (name) => whole.test(name)
}
