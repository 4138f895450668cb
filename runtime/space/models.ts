// Whole spaces as tables of ways: how many configurations there are, and draws under which each is equally likely.
// Constraints are not part of the tables: who draws rejects, which keeps the rest equally likely.
import { PlanError } from '../../schemas/diagnostic.js'
import type { RandomStream } from '../support/random.js'
import type { Signal } from '../support/shape.js'
import type { Module, OptionValue, Scope } from './component.js'
import type { Decide, Value } from './decision.js'
import { contains, domainSize, draw, quantile } from './domain.js'
import { isComponent, isOpen } from './modules.js'
import { resolveOpen, resolveOption } from './options.js'
import { askerOf, collectWays, outcomeTable, signalKey, TooMany } from './outcomes.js'
import type { Counting, OutcomeTable, Record, Step, Way } from './outcomes.js'
import { trackReads } from './reads.js'
import { scopeOf } from './scope.js'
import type { GrowingScope } from './scope.js'
import type { Hyperparameter, SearchSpace } from './search-space.js'

/** Counts the configurations of a space and draws from them. */
export interface ModelCounter {
  /** Configurations before constraints, a continuous choice counting once; undefined where counting takes too much work. */
  total(): bigint | undefined
  /** Answers of a draw under which all configurations are equally likely; undefined where there are none or too many to count. */
  draw(random: RandomStream): Decide | undefined
}

/** Units of work (ways looked at) after which counting is given up: about two seconds. */
export const allowedWork = 400_000

/** Opens a counter; the tables are worked out at the first question. */
export function modelCounter(space: SearchSpace, allowed = allowedWork): ModelCounter {
  let plans: readonly Plan[] | undefined | 'too many'
  const open = (): readonly Plan[] | undefined => {
    plans ??= plansOf(space, allowed) ?? 'too many'
    return plans === 'too many' ? undefined : plans
  }
  return {
    total: () => open()?.reduce((sum, plan) => sum + plan.weight, 0n),
    draw: (random) => {
      const found = open()
      return found === undefined || found.length === 0
        ? undefined
        : answering(drawPlan(found, random), random)
    },
  }
}

/** One assignment of the hyperparameters that matter, with everything below it. */
interface Plan {
  readonly weight: bigint
  readonly hyperparameters: Way
  /** One list of ways an option of the training component: the options are independent. */
  readonly training: readonly (readonly Way[])[]
  readonly names: Scope
  readonly table: OutcomeTable
  readonly model: { readonly module: Module; readonly input: Signal } | undefined
}

/**
 * Hyperparameters that nothing reads multiply the count; those that are read are enumerated. Which are read is found by counting: when a
 * new name turns up, the count starts again with it among the enumerated ones.
 */
function plansOf(space: SearchSpace, allowed: number): readonly Plan[] | undefined {
  const matter = new Set<string>()
  const own = new Set(space.hyperparameters.map(({ name }) => name))
  for (;;) {
    const reads = new Set<string>()
    let left = allowed
    const work = (): void => {
      left -= 1
      if (left < 0) throw new TooMany()
    }
    try {
      const plans = plansUnder(space, matter, reads, work)
      const news = [...reads].filter((name) => own.has(name) && !matter.has(name))
      if (news.length === 0) {
        left = Infinity
        return plans
      }
      for (const name of news) matter.add(name)
    } catch (error) {
      if (error instanceof TooMany) return undefined
      throw error
    }
  }
}

function plansUnder(
  space: SearchSpace,
  matter: ReadonlySet<string>,
  reads: Set<string>,
  work: () => void,
): readonly Plan[] {
  const counting: Counting = { space, reads: trackReads(reads), work }
  const table = outcomeTable(counting)
  const scopes: GrowingScope[] = []
  const ways = collectWays(counting, (record) => {
    const names = scopeOf(space.facts)
    for (const hyperparameter of space.hyperparameters) {
      decideNamed(counting, hyperparameter, matter, { names, record })
    }
    scopes.push(names)
    return nothing
  })
  return ways.flatMap((way, index) => {
    const below = belowOf(counting, table, scopes[index] ?? scopeOf())
    const weight = way.weight * below.weight
    return weight === 0n ? [] : [{ ...below, weight, hyperparameters: way }]
  })
}

const nothing: Signal = { shape: [], type: 'real' }

function decideNamed(
  counting: Counting,
  { name, value, when }: Hyperparameter,
  matter: ReadonlySet<string>,
  { names, record }: { readonly names: GrowingScope; readonly record: Record },
): void {
  if (when !== undefined && !when(counting.reads.watch(names))) return
  const decide: Decide = (decision) => {
    const size = domainSize(decision.domain)
    if (matter.has(name) || size === 1 || size === Infinity) return record.decide(decision)
    record.weight *= BigInt(size)
    record.steps.push({ kind: 'free', domain: decision.domain })
    return quantile(decision.domain, 0)
  }
  const chosen = isOpen(value)
    ? resolveOpen(value, askerOf(counting, { names, record: { decide } }), name)
    : value
  names[name] = chosen as Value
}

function belowOf(counting: Counting, table: OutcomeTable, names: Scope): Omit<Plan, 'hyperparameters'> {
  const training = trainingWays(counting, names)
  let weight = 1n
  for (const ways of training) weight *= ways.reduce((sum, way) => sum + way.weight, 0n)
  const model = modelOf(counting.space)
  if (model !== undefined) {
    let total = 0n
    for (const { count } of table.of(model.module, model.input, names).totals.values()) total += count
    weight *= total
  }
  return { training, names, table, model, weight }
}

function trainingWays(counting: Counting, names: Scope): readonly (readonly Way[])[] {
  const { training } = counting.space
  if (training === undefined) return []
  return Object.keys(training.definition.options).map((name) =>
    collectWays(counting, (record) => {
      resolveOption(training, name, askerOf(counting, { names, record }))
      return nothing
    }),
  )
}

/** The model; where one of its parts is shared by name, as one module whose parts are counted together. */
function modelOf(space: SearchSpace): Plan['model'] {
  const { model, input } = space
  if (model === undefined) return undefined
  if (input === undefined) throw new PlanError('missing-input', 'The space has a model but no input.')
  if (!sharesByName(model)) return { module: model, input }
  const definition = { ...model.definition, joint: () => true }
  return { module: { ...model, definition }, input }
}

function sharesByName(value: OptionValue): boolean {
  if (typeof value !== 'object') return false
  if (isComponent(value)) {
    return value.definition.kind === 'shared' || Object.values(value.options).some(sharesByName)
  }
  if (isOpen(value)) return value.open === 'one_of' && value.values.some(sharesByName)
  const members: readonly OptionValue[] = Array.isArray(value) ? value : Object.values(value)
  return members.some(sharesByName)
}

function drawPlan(plans: readonly Plan[], random: RandomStream): readonly Value[] {
  const plan = weighted(plans, random)
  const ways = [plan.hyperparameters, ...plan.training.map((options) => weighted(options, random))]
  if (plan.model !== undefined) {
    const { module, input } = plan.model
    ways.push(weighted(plan.table.of(module, input, plan.names).ways, random))
  }
  return ways.flatMap((way) => stepValues(plan, way, random))
}

/** Values of one way, its parts drawn in proportion to their own numbers of ways. */
function stepValues(plan: Plan, way: Way, random: RandomStream): readonly Value[] {
  return way.steps.flatMap((step) => {
    if (step.kind === 'value') return [step.value]
    if (step.kind === 'free') return [draw(step.domain, random)]
    return chainValues(plan, step, random)
  })
}

/** Signals between the modules are drawn backward from the output, each by the number of ways to and from it. */
function chainValues(
  plan: Plan,
  { modules, input, output }: Extract<Step, { kind: 'chain' }>,
  random: RandomStream,
): readonly Value[] {
  const { table, names } = plan
  const stages = table.through(modules, input, names)
  const values: (readonly Value[])[] = []
  let target = output
  for (let index = modules.length - 1; index >= 0; index -= 1) {
    const module = modules[index]
    if (module === undefined) break
    const key = signalKey(target)
    const sources = [...(stages[index]?.values() ?? [])].map(({ signal, count }) => ({
      signal,
      weight: count * (table.of(module, signal, names).totals.get(key)?.count ?? 0n),
    }))
    const { signal } = weighted(sources, random)
    const way = weighted(table.of(module, signal, names).to.get(key) ?? [], random)
    values.unshift(stepValues(plan, way, random))
    target = signal
  }
  return values.flat()
}

function weighted<T extends { readonly weight: bigint }>(items: readonly T[], random: RandomStream): T {
  let left = below(
    items.reduce((sum, item) => sum + item.weight, 0n),
    random,
  )
  for (const item of items) {
    if (left < item.weight) return item
    left -= item.weight
  }
  throw new RangeError('nothing to draw from')
}

/** A uniform integer in [0, bound), of any size, by rejection. */
function below(bound: bigint, random: RandomStream): bigint {
  const words = Math.ceil(bound.toString(2).length / 32)
  const range = 1n << BigInt(32 * words)
  const limit = range - (range % bound)
  for (;;) {
    let value = 0n
    for (let word = 0; word < words; word += 1) value = (value << 32n) | BigInt(random.bits())
    if (value < limit) return value % bound
  }
}

/** Answers decisions in order; where a continuous choice changed what follows, by a draw of its own. */
function answering(values: readonly Value[], random: RandomStream): Decide {
  let next = 0
  return ({ domain }) => {
    const value = values[next]
    next += 1
    return value !== undefined && contains(domain, value) ? value : draw(domain, random)
  }
}
