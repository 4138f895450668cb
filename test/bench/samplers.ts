// What a suggestion costs, for every sampler of the catalogue, after 100, 1,000 and 10,000 trials in 10 and 50 dimensions.
// `npm run bench:samplers` compiles and runs it (`-- tpe 10d` for the rows with all these words, `-- --variants` for options other than the
// defaults, `-- --seconds 5` for more suggestions a row) and prints one table. Milliseconds of the processor. A row whose suggestions would
// take minutes by the growth from row to row is passed over, unless it is asked for alone. Not a test: it never fails.
import { parseArgs } from 'node:util'
import type { SearchContext, SamplerDefinition } from '../../runtime/samplers/sampler.js'
import type { Configuration } from '../../runtime/space/decision.js'
import { replayer } from '../../runtime/space/replay.js'
import { drawAccepted, randomly } from '../../runtime/space/sample.js'
import type { SearchSpace } from '../../runtime/space/search-space.js'
import { specifier } from '../../runtime/space/specify.js'
import { randomStream } from '../../runtime/support/random.js'
import { samplerVariants } from '../support/sampler-variants.js'
import { contextOf } from '../support/searches.js'
import { processorTime } from './processor-time.js'
import { benchSpaces, worthOf } from './sampler-spaces.js'

const trials = [100, 1_000, 10_000]
const dimensions = [10, 50]
/** Trials in flight where the cost of many is measured. */
const pending = 500
/** Milliseconds that one suggestion may take before its row is passed over. */
const patience = 20_000
/** Suggestions of one measurement: at least and at most. */
const [fewest, most] = [3, 50]

interface Trial {
  readonly configuration: Configuration
  readonly value: number
}

/** A search that has come some way: what every row of one space starts from. */
interface Past {
  readonly space: SearchSpace
  readonly trials: readonly Trial[]
  readonly flying: readonly Configuration[]
  readonly worth: (configuration: Configuration) => number
}

/** A sampler that has seen a past. */
interface Running {
  readonly past: Past
  readonly propose: (trial: number) => Configuration | undefined
  readonly hand: (trial: number, configuration: Configuration) => void
  readonly finish: (trial: number, configuration: Configuration, value: number) => void
}

const columns = ['asked', 'mean', 'median', 'slowest', 'first', `${String(pending)} pending`, 'observe 1,000']

/** Random trials, the same for all samplers: what differs between rows is the sampler alone. */
function pastOf(space: SearchSpace): Past {
  const [walk, replay] = [specifier(space), replayer(space)]
  const drawn = Array.from({ length: Math.max(...trials) + pending }, (_, index) => {
    const specified = drawAccepted(walk, randomly(randomStream('bench', 'past', index)))
    return specified === undefined
      ? []
      : [{ configuration: specified.configuration, value: worthOf(specified) }]
  }).flat()
  return {
    space,
    trials: drawn.slice(pending),
    flying: drawn.slice(0, pending).map(({ configuration }) => configuration),
    worth: (configuration) => worthOf(replay(configuration)),
  }
}

function running<State>(sampler: SamplerDefinition<State>, context: SearchContext, past: Past): Running {
  const state = sampler.start(context)
  return {
    past,
    propose: (trial) => {
      const proposal = sampler.propose(state, randomStream('bench', 'propose', trial))
      return proposal.kind === 'configuration' ? proposal.configuration : undefined
    },
    hand: (trial, configuration) => {
      sampler.observe(state, { kind: 'proposed', trial, configuration })
    },
    finish: (trial, configuration, value) => {
      sampler.observe(state, { kind: 'finished', trial, configuration, values: [value] })
    },
  }
}

/** What work gives, and the milliseconds it took. */
function timed<T>(work: () => T): readonly [T, number] {
  const began = processorTime()
  const result = work()
  return [result, (processorTime() - began) / 1000]
}

/** Milliseconds of suggestions in a row, each evaluated before the next: what a trial costs with its two events. */
function suggestions(search: Running, from: number, seconds: number): readonly number[] {
  const times: number[] = []
  let spent = 0
  for (
    let trial = from;
    times.length < fewest || (times.length < most && spent < 1000 * seconds);
    trial += 1
  ) {
    const [configuration, proposing] = timed(() => handOut(search, trial))
    if (configuration === undefined) break
    const value = search.past.worth(configuration)
    const [, finishing] = timed(() => {
      search.finish(trial, configuration, value)
    })
    times.push(proposing + finishing)
    spent += proposing + finishing
  }
  return times
}

function handOut(search: Running, trial: number): Configuration | undefined {
  const configuration = search.propose(trial)
  if (configuration !== undefined) search.hand(trial, configuration)
  return configuration
}

const meanOf = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0) / times.length
const medianOf = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN

/** A state is built from `count` trials, asked, and asked again with many trials in flight. */
function measure(search: Running, count: number, seconds: number): Row {
  const { past } = search
  const [, observing] = timed(() => {
    past.trials.slice(0, count).forEach(({ configuration, value }, trial) => {
      search.hand(trial, configuration)
      search.finish(trial, configuration, value)
    })
  })
  const [, first] = timed(() => search.propose(count))
  const alone = suggestions(search, count, seconds)
  const flying = count + alone.length
  past.flying.forEach((configuration, index) => {
    search.hand(flying + index, configuration)
  })
  const crowded = suggestions(search, flying + past.flying.length, seconds)
  const cells = [meanOf(alone), medianOf(alone), Math.max(...alone), first, meanOf(crowded)]
  return { first, asked: alone.length, cells: [...cells, (1000 * observing) / count] }
}

/** What a row shows, and the cost of the suggestion that fitted everything. */
interface Row {
  readonly first: number
  readonly asked: number
  readonly cells: readonly number[]
}

const { values, positionals: words } = parseArgs({
  options: { variants: { type: 'boolean', default: false }, seconds: { type: 'string', default: '1' } },
  allowPositionals: true,
})

const variants = values.variants
  ? samplerVariants
  : samplerVariants.filter(([, , options]) => Object.keys(options).length === 0)

const print = (name: string, cells: readonly string[]): void => {
  const aligned = cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0))
  process.stdout.write(`${name.padEnd(52)} ${aligned.join('  ')}\n`)
}

/** All rows of one sampler in one space; the first is measured once before, unseen, so that no row pays for the compiler of the engine. */
function printRows(name: string, start: (past: Past) => Running, past: () => Past): void {
  const rows = trials.map((count) => [`${name}, ${String(count)} trials`, count] as const)
  const asked = rows.filter(([row]) => isAsked(row))
  if (asked.length > 0) measure(start(past()), trials[0] ?? 0, Number(values.seconds) / 5)
  const firsts: number[] = []
  for (const [row, count] of asked) {
    const expected = nextOf(firsts)
    if (expected > patience) {
      print(row, [`passed over: about ${(expected / 1000).toFixed(0)} s a suggestion, or more`])
      break
    }
    const { first, asked: times, cells } = measure(start(past()), count, Number(values.seconds))
    firsts.push(first)
    const shown = cells.map((cell) => (Number.isFinite(cell) ? cell.toFixed(2) : '–'))
    print(row, [String(times), ...shown])
  }
}

const isAsked = (row: string): boolean => words.every((word) => row.split(/[ ,]+/).includes(word))

/** The cost that follows if it grows as it grew last; 0 where that is unknown. */
function nextOf(costs: readonly number[]): number {
  const [last = 0, before = last] = costs.toReversed()
  return before === 0 ? 0 : last * Math.max(1, last / before)
}

print('milliseconds a suggestion', columns)
for (const [space, build] of Object.entries(benchSpaces)) {
  for (const count of dimensions) {
    let made: Past | undefined
    const past = (): Past => (made ??= pastOf(build(count)))
    for (const [kind, sampler, options] of variants) {
      const name = `${kind}, ${space} ${String(count)}d`
      const search = {
        sampler,
        space: build(count),
        options,
        evaluate: () => 0,
        trials: 2 * Math.max(...trials),
      }
      const context: SearchContext = contextOf({ ...search, direction: 'minimize', bounds: [0, 1] })
      const refusal = sampler.refuses(context)
      if (refusal === undefined) printRows(name, (seen) => running(sampler, context, seen), past)
      else if (isAsked(name)) print(name, ['refused by the sampler'])
    }
  }
}
