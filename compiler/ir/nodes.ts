// The intermediate representation: a specification with includes, arms, definitions and defaults worked out,
// every node with its span. Values form one uniform tree; what a component means is its catalogue definition's affair.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { Json } from '../../schemas/json.js'
import type { Role } from '../../schemas/definition.js'
import type { Span } from '../../schemas/diagnostic.js'
import type { Term } from '../../schemas/term.js'

interface Node {
  readonly span: Span
}

/** A value of an option: fixed, open, or made of components. */
export type ValueNode =
  | LiteralNode
  | ChoiceNode
  | DistributionNode
  | ReferenceNode
  | ComputedNode
  | ComponentNode
  | ListNode
  | RecordNode

/** A fixed scalar or a fixed list. */
export interface LiteralNode extends Node {
  readonly kind: 'literal'
  readonly value: Json
  /** Whether the author wrote it or a default filled it in. */
  readonly origin: 'written' | 'default'
}

/** A choice among values or components. */
export interface ChoiceNode extends Node {
  readonly kind: 'choice'
  /** Decision path; copies that share nothing as `[*]`. */
  readonly path: string
  readonly values: readonly ValueNode[]
  /** Names of the alternatives where they are components, in order, unique. */
  readonly names?: readonly string[]
  readonly ordered: boolean
  /** Written as a bare list (reported by `check` and `space`). */
  readonly listed: boolean
  readonly where?: Term
}

export interface DistributionNode extends Node {
  readonly kind: 'distribution'
  readonly distribution: 'uniform' | 'log_uniform' | 'int' | 'log_int' | 'normal'
  readonly path: string
  readonly first: number
  readonly second: number
}

/** `$name`, or a dotted fact. */
export interface ReferenceNode extends Node {
  readonly kind: 'reference'
  readonly name: string
}

/** `{ expr: … }`. */
export interface ComputedNode extends Node {
  readonly kind: 'computed'
  readonly term: Term
  readonly text: string
}

/** A use of a catalogue member with all its options, defaults included. */
export interface ComponentNode extends Node {
  readonly kind: 'component'
  readonly role: Role
  readonly component: string
  /** Prefix of the decision paths below; empty at a root. */
  readonly path: string
  /** In the order of the definition. */
  readonly options: Readonly<Record<string, ValueNode>>
  /** Whether the author wrote it or a default filled it in. */
  readonly origin: 'written' | 'default'
}

/** A list of components (children of a sequence), never a choice. */
export interface ListNode extends Node {
  readonly kind: 'list'
  readonly items: readonly ValueNode[]
}

/** Components by name: the cases of a switch, the alternatives of a choice. */
export interface RecordNode extends Node {
  readonly kind: 'record'
  /** In written order; keys are unique. */
  readonly entries: readonly { readonly key: string; readonly value: ValueNode }[]
}

export interface HyperparameterNode extends Node {
  readonly name: string
  readonly value: ValueNode
  readonly when?: Term
  /** Text of a comment or `description:` beside it. */
  readonly description?: string
}

export interface ConstraintNode extends Node {
  readonly text: string
  readonly term: Term
}

export interface SpaceNode extends Node {
  readonly hyperparameters: readonly HyperparameterNode[]
  /** Options of the procedure that may be open (`train:` for `supervised`), as one component of role `procedure`. */
  readonly training: ComponentNode
  /** Absent for foreign procedures. */
  readonly model?: ComponentNode
  readonly constraints: readonly ConstraintNode[]
}

export interface ArmNode extends Node {
  readonly name: string
  readonly description?: string
  readonly space: SpaceNode
  readonly sampler: ComponentNode
  readonly scheduler: ComponentNode
  readonly budget: { readonly trials: number; readonly span: Span }
  /** Configurations to try first. */
  readonly enqueue: readonly { readonly configuration: Readonly<Record<string, Json>>; readonly span: Span }[]
  /** An untuned baseline: its configuration (may be empty when nothing is open). */
  readonly fixed?: { readonly configuration: Readonly<Record<string, Json>>; readonly span: Span }
}

export interface DataNode extends Node {
  /** Name of a shipped set, or of a task. */
  readonly name: string
  readonly dataset?: string
  readonly file?: string
  readonly windows?: { readonly length: number; readonly stride?: number; readonly blocks?: number }
  readonly target?: string
  readonly columns?: readonly string[]
  readonly group?: string
  readonly time?: string
  /** Where each key of the section was written. */
  readonly places: Readonly<Record<string, Span>>
  /** Preparation steps in order. */
  readonly prepare: readonly ComponentNode[]
  readonly pools?: {
    readonly tune: number
    readonly evaluate: number
    readonly by: 'random' | 'stratified' | 'group' | 'time'
    readonly span: Span
  }
}

export interface ObjectiveNode extends Node {
  readonly direction: 'maximize' | 'minimize'
  readonly metric: string
}

/** Normalised: the sentence form is parsed into the map form. */
export type ClaimNode = Node & ClaimDeclaration

export interface WaiverNode extends Node {
  readonly rule: string
  readonly because: string
}

/** A file of user code that the plan imports. */
export interface PluginNode extends Node {
  /** Relative to the project root. */
  readonly path: string
  /** Digest of its bytes, and of those of what it imports from beside it. */
  readonly sha256: string
  /** It and what it imports from beside it, relative to the project root. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
  /** What it adds to the catalogue: the export that defines each member. */
  readonly members: readonly { readonly role: Role; readonly kind: string; readonly exported: string }[]
  /** Functions that it exports: objectives of the `function` procedure. */
  readonly functions: readonly string[]
}

/** A whole experiment. */
export interface ExperimentNode extends Node {
  readonly name: string
  readonly description?: string
  readonly seed: number
  /** Path relative to the project root, and digests. */
  readonly source: { readonly path: string; readonly bytesSha256: string; readonly resolvedSha256: string }
  readonly use: readonly PluginNode[]
  /** Empty for procedures without data of ours. */
  readonly tasks: readonly DataNode[]
  readonly arms: readonly ArmNode[]
  readonly objective: readonly ObjectiveNode[]
  readonly fidelity?: {
    readonly name: string
    readonly from: number
    readonly to: number
    readonly span: Span
  }
  readonly protocol: ComponentNode
  readonly claims: readonly ClaimNode[]
  readonly allow: readonly WaiverNode[]
  readonly slots: number
  readonly order: 'virtual' | 'arrival'
  readonly deploy: { readonly refit: 'all' | 'tune' | 'none'; readonly span: Span }
  readonly resources: {
    readonly gpus?: number
    readonly memoryBytes?: number
    readonly timeoutSeconds?: number
  }
  readonly report: Readonly<Record<string, Json>>
}
