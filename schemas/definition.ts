// What every member of the catalogue declares about itself, whatever its role.
import type { JsonObject } from './json.js'

/** The roles a one-key map of the language can play. */
export type Role =
  | 'combinator'
  | 'layer'
  | 'initializer'
  | 'loss'
  | 'optimizer'
  | 'schedule'
  | 'averaging'
  | 'group'
  | 'parametrization'
  | 'reparametrization'
  | 'metric'
  | 'sampler'
  | 'scheduler'
  | 'protocol'
  | 'procedure'
  | 'prepare'
  | 'claim'

/**
 * JSON Schema (draft 2020-12 subset) of one option. Beyond the standard words:
 * `x-open: true` — the value may be chosen: a list (where the schema is scalar), `{ choice: … }`, a distribution, `$name` or `{ expr: … }`;
 * `x-role: '<role>'` — the value is a component of that role (string kind, or one-key map), or a list of them with `type: array`;
 * `x-scale: true` — a numeric value that only scales things, fed to the graph as an input instead of shaping it;
 * `x-shorthand: true` — the option taken when the component is written with a bare value (`{ conv2d: 8 }`); at most one an option set.
 * `x-path: true` — the value is the path of a file or a list of them, counted from the file that names it; plans hold it from the project folder.
 * Every option carries `description`, and `default` unless it is required or truly optional.
 */
export type OptionSchema = JsonObject

/** What a catalogue member declares; each role's contract extends it with behaviour. */
export interface Definition {
  readonly role: Role
  /** snake_case; the file is its kebab-case, the export its camelCase. */
  readonly kind: string
  /** One sentence for help pages and editors. */
  readonly summary: string
  /** Options by name; no option is allowed beyond these (besides the universal `name` in a space). */
  readonly options: Readonly<Record<string, OptionSchema>>
  /** Names of options that must be written. */
  readonly required: readonly string[]
  /** Paper, section or standard that the behaviour follows. */
  readonly reference?: string
}
