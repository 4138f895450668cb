// In how many ways a module can be decided, by the signal that it gives: the tables behind exact counts and uniform draws.
// Modules that share no choices are counted one by one, however many copies and however long the sequence.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Signal } from '../support/shape.js'
import type { CombinatorDefinition, Part, Walk } from './combinator.js'
import type { Component, Module, Scope } from './component.js'
import type { Decide, Decision, Domain, Value } from './decision.js'
import { domainSize, quantile, valueAt } from './domain.js'
import { leaves } from './enumerate.js'
import { Rejection } from './module-tree.js'
import type { LayerDefinition, ModuleTree } from './module-tree.js'
import { isComponent } from './modules.js'
import { chooseAlternative, resolveComponent, resolveOption } from './options.js'
import type { Asker } from './options.js'
import type { ReadTracker } from './reads.js'
import { scopeAt } from './scope.js'
import type { SearchSpace } from './search-space.js'
import { walkAlone } from './specify.js'

/** One entry of a way's record, in the order in which decisions are met. */
export type Step =
  | { readonly kind: 'value'; readonly value: Value }
  /** Any member: it changes nothing else (or is continuous, and stands for its median). */
  | { readonly kind: 'free'; readonly domain: Domain }
  /** Modules in sequence, decided in any of the ways that lead from input to output. */
  | {
      readonly kind: 'chain'
      readonly modules: readonly Module[]
      readonly input: Signal
      readonly output: Signal
    }

/** One way to decide a module, up to what happens inside its parts. */
export interface Way {
  readonly weight: bigint
  readonly output: Signal
  readonly steps: readonly Step[]
}

/** Numbers of ways by the key of the output. */
export type Totals = ReadonlyMap<string, { readonly signal: Signal; readonly count: bigint }>

/** All ways of a module on one input. */
export interface Outcomes {
  readonly ways: readonly Way[]
  /** The ways that lead to each output, by its key. */
  readonly to: ReadonlyMap<string, readonly Way[]>
  readonly totals: Totals
}

/** Thrown when counting would take more than the allowed work. */
export class TooMany extends Error {}

/** What counting needs to know. */
export interface Counting {
  readonly space: SearchSpace
  /** Notices which names are read. */
  readonly reads: ReadTracker
  /** Counts one unit of work. @throws TooMany */
  readonly work: () => void
}

/** Tables of ways; `names` are the hyperparameters and facts that expressions see. */
export interface OutcomeTable {
  of(module: Module, input: Signal, names: Scope): Outcomes
  /** Numbers of ways through the first 0, 1, … modules of a sequence. */
  through(modules: readonly Module[], input: Signal, names: Scope): readonly Totals[]
}

/** Equal exactly for signals that no module tells apart. */
export const signalKey = ({ shape, type, vocabulary }: Signal): string =>
  `${type} ${shape.join('x')} ${vocabulary === undefined ? '' : String(vocabulary)}`

/** Opens a table. Entries are kept by what they depend on: module, input, and the names that were read to work them out. */
export function outcomeTable(counting: Counting): OutcomeTable {
  const known = new Map<Module, { readonly reads: Set<string>; readonly entries: Map<string, Outcomes> }>()
  const stagesOf = new Map<readonly Module[], Map<string, readonly Totals[]>>()
  const table: OutcomeTable = {
    of: (module, input, names) => {
      const { reads, entries } = entryOf(known, module, () => ({
        reads: new Set<string>(),
        entries: new Map<string, Outcomes>(),
      }))
      const found = entries.get(entryKey(reads, input, names))
      counting.reads.note(reads)
      if (found !== undefined) return found
      const outcomes = counting.reads.within(reads, () => waysOf(counting, table, module, { input, names }))
      entries.set(entryKey(reads, input, names), outcomes)
      return outcomes
    },
    through: (modules, input, names) => {
      const entries = entryOf(stagesOf, modules, () => new Map<string, readonly Totals[]>())
      // A list is made for one way, and ways are kept by all that they depend on: no names are needed to tell stages apart.
      return entryOf(entries, signalKey(input), () =>
        stagesThrough(counting, table, modules, { input, names }),
      )
    },
  }
  return table
}

const entryKey = (reads: ReadonlySet<string>, input: Signal, names: Scope): string =>
  `${signalKey(input)} ${JSON.stringify([...reads].map((name) => names[name] ?? null))}`

function entryOf<Key, Entry>(entries: Map<Key, Entry>, key: Key, make: () => Entry): Entry {
  const found = entries.get(key)
  if (found !== undefined) return found
  const made = make()
  entries.set(key, made)
  return made
}

/** Where a module is met. */
interface Situation {
  readonly input: Signal
  readonly names: Scope
}

function stagesThrough(
  counting: Counting,
  table: OutcomeTable,
  modules: readonly Module[],
  { input, names }: Situation,
): readonly Totals[] {
  const stages: Totals[] = [new Map([[signalKey(input), { signal: input, count: 1n }]])]
  for (const module of modules) {
    const after = new Map<string, { signal: Signal; count: bigint }>()
    for (const { signal, count } of stages.at(-1)?.values() ?? []) {
      for (const [key, outcome] of table.of(module, signal, names).totals) {
        counting.work()
        const sum = (after.get(key)?.count ?? 0n) + count * outcome.count
        after.set(key, { signal: outcome.signal, count: sum })
      }
    }
    stages.push(after)
  }
  return stages
}

function waysOf(counting: Counting, table: OutcomeTable, module: Module, situation: Situation): Outcomes {
  const ways = collectWays(counting, (record) => outputOf(counting, table, module, { ...situation, record }))
  const totals = new Map<string, { signal: Signal; count: bigint }>()
  const to = new Map<string, Way[]>()
  for (const way of ways) {
    const key = signalKey(way.output)
    totals.set(key, { signal: way.output, count: (totals.get(key)?.count ?? 0n) + way.weight })
    const others = to.get(key) ?? []
    others.push(way)
    to.set(key, others)
  }
  return { ways, to, totals }
}

/** What a run notes down while it decides. */
export interface Record {
  weight: bigint
  readonly steps: Step[]
  /** Branches over alternatives that are no decisions of the space. */
  readonly branch: (count: number) => number
  /** Answers a decision of the space and notes it. */
  readonly decide: Decide
}

/** All ways in which `run` can end, each with what it noted; rejected runs are no ways. */
export function collectWays(
  counting: Pick<Counting, 'work'>,
  run: (record: Record) => Signal,
): readonly Way[] {
  const ways: Way[] = []
  const attempts = leaves((answer) => {
    counting.work()
    const record = openRecord(answer)
    const output = run(record)
    return { weight: record.weight, output, steps: record.steps }
  }, alternativesOf)
  for (const leaf of attempts) if ('result' in leaf) ways.push(leaf.result)
  return ways
}

function openRecord(answer: Decide): Record {
  const steps: Step[] = []
  const branch = (count: number): number => {
    if (count === 1) return 0
    const domain: Domain = { kind: 'int', low: 0, high: count - 1 }
    return Number(answer({ path: '', domain, structural: true }))
  }
  const decide: Decide = (decision) => {
    const { domain } = decision
    const size = domainSize(domain)
    if (size === 1) return valueAt(domain, 0)
    if (size === Infinity) {
      steps.push({ kind: 'free', domain })
      return quantile(domain, 0.5)
    }
    const value = answer(decision)
    steps.push({ kind: 'value', value })
    return value
  }
  return { weight: 1n, steps, branch, decide }
}

const alternativesOf = ({ domain }: Decision) => ({
  size: domainSize(domain),
  at: (index: number) => valueAt(domain, index),
})

function outputOf(
  counting: Counting,
  table: OutcomeTable,
  module: Module,
  visit: Situation & { readonly record: Record },
): Signal {
  const { input, names, record } = visit
  const asker = askerOf(counting, visit)
  if (!isComponent(module)) {
    const chosen = module.open === 'one_of' ? chooseAlternative(module, asker) : undefined
    if (!isComponent(chosen)) {
      throw new PlanError('not-a-module', `A module was expected, but a ${module.open} was found.`)
    }
    return chain(table, [chosen], visit).output
  }
  if (module.definition.role === 'layer') {
    const definition = module.definition as LayerDefinition
    return definition.output(resolveComponent(module, asker).options, input)
  }
  const definition = module.definition as CombinatorDefinition
  if (definition.joint?.(module) === true) {
    const { space, reads } = counting
    return walkAlone(space, { names, input, watch: reads.watch }, module, record.decide).output
  }
  return definition.specify(walkOf(table, module, asker, visit)).output
}

/** Answers options outside any copy: paths do not matter where nothing is shared. */
export function askerOf(
  counting: Counting,
  visit: { readonly input?: Signal; readonly names: Scope; readonly record: Pick<Record, 'decide'> },
): Asker {
  return {
    actual: (path) => path,
    scope: scopeAt(visit.names, visit.input, counting.reads.watch),
    decide: (path, domain, structural) => visit.record.decide({ path, domain, structural }),
  }
}

function walkOf(
  table: OutcomeTable,
  component: Component,
  asker: Asker,
  visit: Situation & { readonly record: Record },
): Walk {
  const through = (parts: readonly Part[], input: Signal): ModuleTree =>
    chain(
      table,
      parts.map((part) => part.module),
      { ...visit, input },
    )
  return {
    component,
    input: visit.input,
    decide: (domain) => visit.record.decide({ path: component.path, domain, structural: true }),
    option: (name) => resolveOption(component, name, asker),
    written: (name) => component.options[name],
    module: (part, entering) => through([part], entering),
    chain: through,
    named: () => {
      throw new PlanError('unknown-shared', 'Shared modules are counted together.')
    },
  }
}

/** Branches over the signals that a sequence of modules can give, as if that were one decision. */
function chain(
  table: OutcomeTable,
  modules: readonly Module[],
  { input, names, record }: Situation & { readonly record: Record },
): ModuleTree {
  const last = [...(table.through(modules, input, names).at(-1)?.values() ?? [])]
  if (last.length === 0) throw new Rejection('none of its modules can be built here', '')
  const chosen = last[record.branch(last.length)]
  const output = chosen?.signal ?? input
  record.weight *= chosen?.count ?? 1n
  if (modules.length > 0) record.steps.push({ kind: 'chain', modules, input, output })
  return { kind: 'sequence', children: [], input, output }
}
