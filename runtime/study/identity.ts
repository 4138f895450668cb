// Training identities: a digest of all that affects a training, and of nothing else. Not the arm's name, its sampler, the claims or
// the plan: what is equal is trained once.
import type { Definition } from '../../schemas/definition.js'
import type { Json, JsonObject } from '../../schemas/json.js'
import type { DataDeclaration } from '../experiment.js'
import type { Rows, RowSets } from '../protocols/protocol.js'
import type { Component, OptionValue } from '../space/component.js'
import type { ModuleTree, Resolved, ResolvedOption } from '../space/module-tree.js'
import type { Specified } from '../space/search-space.js'
import { digestOf, digestOfBytes } from '../support/digest.js'
import { codeOf } from '../support/pin.js'
import { createHash } from 'node:crypto'

/** What a training is made of. */
export interface TrainingParts {
  /** From {@link subjectOf}: procedure and model. */
  readonly subject: string
  /** From {@link dataOf}; empty for procedures without data of ours. */
  readonly data: string
  /** From {@link rowsDigestOf}. */
  readonly rows: string
  readonly seed: number
  /** The schedule's horizon. */
  readonly maximum: number
  readonly numerics: string
  /** The stretch that it goes on from, where that was another training (a copied checkpoint). */
  readonly parent?: { readonly training: string; readonly fidelity: number }
}

const length = 32

/** Identity of a training: 128 bits in hexadecimal. */
export function trainingIdentity(parts: TrainingParts): string {
  const { subject, data, rows, seed, maximum, numerics, parent } = parts
  const lineage = parent === undefined ? null : [parent.training, parent.fidelity]
  return digestOfBytes(JSON.stringify([subject, data, rows, seed, maximum, numerics, lineage])).slice(
    0,
    length,
  )
}

/** What is trained: the procedure with its resolved options and the module tree, or the choices where the procedure sees those. */
export function subjectOf(
  specified: Specified,
  procedure: { readonly kind: string; readonly identity?: 'resolved' | 'configuration' },
  files: { readonly inputs?: Json } = {},
): string {
  const { training, model, configuration } = specified
  const identity = procedure.identity ?? (model === undefined ? 'configuration' : 'resolved')
  return digestOf({
    procedure: procedure.kind,
    ...codeOf(procedure),
    ...files,
    options: training === undefined ? null : plainOptions(training.options),
    of:
      identity === 'configuration'
        ? { configuration, hyperparameters: specified.hyperparameters }
        : model === undefined
          ? null
          : plainTree(model),
  })
}

/** The data of a task as trainings see it: content, preparation, and metrics of the author's own that are measured on them. */
export function dataOf(
  { name, digest, target, columns, prepare }: DataDeclaration,
  metrics: readonly Definition[] = [],
): string {
  const own = metrics.map((metric): Json => ({ kind: metric.kind, ...codeOf(metric) }))
  return digestOf({
    name,
    digest,
    target: target ?? null,
    columns: columns ?? null,
    prepare: prepare.map(plainUse),
    ...(own.length === 0 ? {} : { metrics: own }),
  })
}

/** Digest of row sets, by purpose. */
export function rowsDigestOf(rows: RowSets): string {
  const hash = createHash('sha256')
  for (const purpose of ['train', 'stop', 'select', 'measure'] as const) {
    const set: Rows | undefined = rows[purpose]
    hash.update(`${purpose}:${set === undefined ? 'none' : set.length};`)
    if (set !== undefined) hash.update(Buffer.from(set.buffer, set.byteOffset, set.byteLength))
  }
  return hash.digest('hex').slice(0, length)
}

const plainResolved = ({ definition, options, path }: Resolved): JsonObject => ({
  kind: definition.kind,
  ...codeOf(definition),
  path,
  options: plainOptions(options),
})

const plainOptions = (options: Readonly<Record<string, ResolvedOption>>): JsonObject =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, plainOption(value)]))

function plainOption(value: ResolvedOption): Json {
  if (Array.isArray(value)) return (value as readonly ResolvedOption[]).map(plainOption)
  return typeof value === 'object' && 'definition' in value ? plainResolved(value) : (value as Json)
}

function plainTree(tree: ModuleTree): Json {
  const ends = {
    input: { shape: tree.input.shape, type: tree.input.type, vocabulary: tree.input.vocabulary ?? null },
  }
  switch (tree.kind) {
    case 'layer':
      return { ...ends, layer: plainResolved(tree.layer), parameters: tree.parameters }
    case 'sequence':
      return { ...ends, sequence: tree.children.map(plainTree) }
    case 'residual':
      return { ...ends, residual: plainTree(tree.body) }
    case 'parallel':
      return { ...ends, parallel: tree.branches.map(plainTree), merge: tree.merge }
  }
}

/** A component without open options, before any choice: a preparation step. */
const plainUse = ({ definition, options }: Component): JsonObject => ({
  kind: definition.kind,
  ...codeOf(definition),
  options: Object.fromEntries(Object.entries(options).map(([name, value]) => [name, plainUseOption(value)])),
})

function plainUseOption(value: OptionValue): Json {
  if (Array.isArray(value)) return (value as readonly OptionValue[]).map(plainUseOption)
  if (typeof value !== 'object') return value
  return 'definition' in value ? plainUse(value as Component) : (JSON.parse(JSON.stringify(value)) as Json)
}
