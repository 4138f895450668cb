// The one lowered form of `{ expr: … }`: checks evaluate it, plans print it as TypeScript.

export type UnaryOperator = '-' | '!'
export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '**' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '&&' | '||'
export type TermFunction =
  'min' | 'max' | 'abs' | 'floor' | 'ceil' | 'round' | 'sqrt' | 'log' | 'log2' | 'exp'

/** An expression over numbers, strings (compared only) and booleans. */
export type Term =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A hyperparameter, a parameter of a definition, `value` in a `where`, or a dotted fact: `data.classes`, `input.channels`. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Term }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'conditional'; readonly test: Term; readonly then: Term; readonly otherwise: Term }
  | { readonly kind: 'call'; readonly name: TermFunction; readonly arguments: readonly Term[] }
