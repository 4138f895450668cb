// Identifiers of a plan: constructors by kind, and the author's names as variables.

/** Words that cannot be identifiers in a module. */
const reserved: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    // What plans import beside components.
    'power'
  ).split(' '),
)

/** `max_pool2d` → `maxPool2d`, `switch` → `switch_`. */
export function constructorName(kind: string): string {
  const name = camelCase(kind)
  return reserved.has(name) ? `${name}_` : name
}

/** Words of a text as one identifier: `tpe + asha` → `tpeAsha`; never empty, never starting with a digit. */
export function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const joined = words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('')
  return /^[A-Za-z]/.test(joined) ? joined : `_${joined}`
}

export const upperFirst = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1)
