// A validated document → the IR of the whole experiment. Every default is filled in here, every value keeps its span.
import { digestOf, type Catalogue } from '../../runtime/catalogue.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { Json } from '../../schemas/json.js'
import { armDocuments, type ArmDocument } from '../resolve/arms.js'
import { readComponent } from '../validate/component.js'
import { componentTest } from '../validate/validate.js'
import { readSubSpaces } from '../resolve/sub-space.js'
import { finding } from '../source/finding.js'
import {
  numberOf,
  textOf,
  toJson,
  valueOf,
  type LocatedEntry,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'
import { outermost, type Builders, type Building } from './building.js'
import { buildClaims } from './claims.js'
import { buildComponent, buildComponentOption } from './components.js'
import { buildModuleOption } from './modules.js'
import { buildTasks } from './data.js'
import { printExperiment } from './print.js'
import type { ArmNode, ComponentNode, ExperimentNode, ObjectiveNode } from './nodes.js'
import { buildSettings } from './settings.js'
import { buildSpace } from './space.js'

/** Components of one arm's space at most; recursion in `define:` could ask for any number. */
export const largestSpace = 20_000

/** What a document is built with. */
export interface BuildInput {
  readonly root: LocatedMap
  readonly catalogue: Catalogue
  /** Of the specification's file, relative to the project root. */
  readonly path: string
  /** Digest of the specification's bytes and those of its includes. */
  readonly bytesSha256: string
  /** The author's comment beside an entry; none where sources are unknown. */
  readonly comment?: (entry: LocatedEntry) => string | undefined
  /** Digests of the files that `use:` names. */
  readonly use: ExperimentNode['use']
}

/** The experiment, and what is wrong with it that only building could show. */
export function buildExperiment(input: BuildInput): {
  readonly experiment: ExperimentNode
  readonly diagnostics: readonly Diagnostic[]
} {
  const diagnostics: Diagnostic[] = []
  const { root, catalogue } = input
  const report = (found: Diagnostic): void => void diagnostics.push(found)
  const documents = armDocuments(root, componentTest(catalogue))
  const arms = documents.map((document) => buildArm(document, startBuilding(document.root, input, report)))
  const building = startBuilding(root, input, report)
  const claims = buildClaims(root, catalogue)
  const unsigned: ExperimentNode = {
    span: root.span,
    name: textOf(valueOf(root, 'name')) ?? 'experiment',
    ...described(root),
    seed: numberOf(valueOf(root, 'seed')) ?? 0,
    source: { path: input.path, bytesSha256: input.bytesSha256, resolvedSha256: '' },
    use: input.use,
    tasks: buildTasks(root, building),
    arms,
    objective: buildObjective(valueOf(root, 'objective')),
    protocol: buildProtocol(root, arms.length > 1 || claims.length > 0, building),
    claims,
    ...buildSettings(root),
  }
  const resolvedSha256 = digestOf(printExperiment(unsigned))
  const experiment = { ...unsigned, source: { ...unsigned.source, resolvedSha256 } }
  return { experiment, diagnostics: distinctOf(diagnostics) }
}

const builders: Builders = { componentOption: buildComponentOption, moduleOption: buildModuleOption }

function startBuilding(
  root: LocatedMap,
  { catalogue, comment = () => undefined }: BuildInput,
  report: Building['report'],
): Building {
  let components = 0
  const count = (span: Span): boolean => {
    components += 1
    if (components === largestSpace + 1) {
      const message = `the space has more than ${largestSpace} components once its definitions are expanded`
      report(
        finding('space-too-large', span, message, { hint: 'lower the `depth` of the recursive definition' }),
      )
    }
    return components <= largestSpace
  }
  return { catalogue, subSpaces: readSubSpaces(valueOf(root, 'define')), report, comment, count, builders }
}

function buildArm({ name, span, root, entry }: ArmDocument, building: Building): ArmNode {
  const description = entry === undefined ? undefined : building.comment(entry)
  const fixed = valueOf(root, 'fixed')
  const budget = valueOf(root, 'budget')
  return {
    span,
    name,
    ...(description === undefined ? {} : { description }),
    space: buildSpace(root, building),
    sampler: buildRole(root, 'sampler', 'random', building),
    scheduler: buildRole(root, 'scheduler', 'full', building),
    budget: { trials: trialsOf(budget), span: budget?.span ?? span },
    enqueue: itemsOf(fixed === undefined ? valueOf(root, 'enqueue') : undefined).map((node) => ({
      configuration: configurationOf(node),
      span: node.span,
    })),
    ...(fixed === undefined ? {} : { fixed: { configuration: configurationOf(fixed), span: fixed.span } }),
  }
}

/** `sampler:`, `scheduler:` and their like; `standard` where the section is absent. */
function buildRole(
  root: LocatedMap,
  role: 'sampler' | 'scheduler' | 'protocol',
  standard: string,
  building: Building,
): ComponentNode {
  const node = valueOf(root, role)
  const written = node === undefined ? undefined : readComponent(node)
  const { kind, span } = written ?? { kind: standard, span: root.span }
  const place = { building, environment: outermost, role, path: '' } as const
  const origin = written === undefined ? ({ origin: 'default' } as const) : {}
  return (
    buildComponent(written ?? { kind, span }, { ...place, ...origin }) ?? {
      kind: 'component',
      span,
      role,
      component: kind,
      path: '',
      options: {},
      origin: 'default',
    }
  )
}

/** One arm without claims needs no evaluation apart: a holdout does. */
const buildProtocol = (root: LocatedMap, compares: boolean, building: Building): ComponentNode =>
  buildRole(root, 'protocol', compares ? 'two_phase' : 'holdout', building)

function buildObjective(node: LocatedNode | undefined): readonly ObjectiveNode[] {
  return itemsOf(node).flatMap((item) => {
    const bare = textOf(item)
    if (bare !== undefined) return [{ span: item.span, direction: 'maximize' as const, metric: bare }]
    return (['maximize', 'minimize'] as const).flatMap((direction) => {
      const metric = textOf(valueOf(item, direction))
      return metric === undefined ? [] : [{ span: item.span, direction, metric }]
    })
  })
}

const trialsOf = (node: LocatedNode | undefined): number =>
  numberOf(node) ?? numberOf(valueOf(node, 'trials')) ?? 1

const described = (root: LocatedMap): { readonly description?: string } => {
  const description = textOf(valueOf(root, 'description'))
  return description === undefined ? {} : { description }
}

/** A configuration as written: paths to values; paths may be nested maps (`train: { epochs: 2 }`). */
function configurationOf(node: LocatedNode, prefix = ''): Readonly<Record<string, Json>> {
  if (node.kind !== 'map') return {}
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }): (readonly [string, Json])[] => {
      const path = prefix === '' ? key : `${prefix}.${key}`
      return value.kind === 'map' ? Object.entries(configurationOf(value, path)) : [[path, toJson(value)]]
    }),
  )
}

const itemsOf = (node: LocatedNode | undefined): readonly LocatedNode[] =>
  node === undefined ? [] : node.kind === 'list' ? node.items : [node]

/** Arms share their sections, so that one fault is found once an arm. */
function distinctOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ code, span, message }) => {
    const key = JSON.stringify([code, span, message])
    return !seen.has(key) && seen.add(key)
  })
}
