// What each role asks of a definition beyond options: the contracts of the runtime, as far as they can be seen without running them.
import type { Role } from '../../schemas/definition.js'

/** One property. */
export interface Need {
  /** What it is, for hints. */
  readonly what: string
  readonly holds: (value: unknown) => boolean
}

/** Roles that own code may play: claims and protocols are the language's own. */
export type OwnRole = Exclude<Role, 'claim' | 'protocol'>

const does = (what: string): Need => ({
  what: `a function: ${what}`,
  holds: (value) => typeof value === 'function',
})

const oneOf = (...members: readonly unknown[]): Need => ({
  what: `one of ${members.map((member) => JSON.stringify(member)).join(', ')}`,
  holds: (value) => members.includes(value),
})

const names: Need = {
  what: 'a list of names',
  holds: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
}

/** Properties by role, in the order in which they are asked for. */
export const roleNeeds: Readonly<Record<OwnRole, Readonly<Record<string, Need>>>> = {
  combinator: { specify: does('walks what it holds and gives the module tree') },
  layer: {
    output: does('(options, input) → the shape that leaves'),
    cost: does('(options, input) → { parameters, flops }'),
    build: does('(use, input, context) → the value that leaves'),
  },
  initializer: { draw: does('(options, target, random) → first values') },
  loss: {
    target: oneOf('class', 'real'),
    refuses: does('(output, target, options, input) → why not, or undefined'),
    rows: does('(options, outputs, targets, context) → the loss of each row'),
    predict: does('(outputs, graph) → what the model says'),
  },
  optimizer: {
    slots: names,
    steps: names,
    stepScalars: does('(options, t, rate) → numbers of step t'),
    update: does('(parameter, gradient, slots, context) → { parameter, slots }'),
  },
  averaging: { share: does('(options, position) → how far the average goes, in [0, 1]') },
  group: { treat: does('(options) → { frozen, learningRate, weightDecay }') },
  parametrization: {
    parts: names,
    partOf: does('(options, parameter) → the part that it belongs to'),
    factors: does('(options, part, optimizer) → what its first values and steps are multiplied by'),
    refuses: does('(optimizer) → why not, or undefined'),
  },
  reparametrization: { build: does('(options, context) → the parameter') },
  schedule: { factor: does('(options, position, memory) → a factor on the learning rate') },
  metric: {
    direction: oneOf('maximize', 'minimize'),
    needs: oneOf('scores', 'predictions', 'loss', 'model', 'training'),
    start: does('() → { add, value }'),
  },
  sampler: {
    adaptive: oneOf(true, false),
    refuses: does('(context) → why not, or undefined'),
    start: does('(context) → its state'),
    observe: does('(state, event) → nothing: it changes the state'),
    propose: does('(state, random) → a proposal'),
  },
  scheduler: {
    start: does('(context) → its state'),
    observe: does('(state, event) → nothing: it changes the state'),
    decide: does('(state) → a decision'),
  },
  procedure: {
    structure: does('(specified, rows, options) → a key: equal keys may be trained in one call'),
    width: does('(specified, options) → how many segments one call takes'),
    open: does('(context) → { train, close }'),
  },
  prepare: {
    refuses: does('(column, options) → why not, or undefined'),
    takes: does('(column, options) → whether it treats the column unasked'),
    becomes: does('(column, options) → the column afterwards'),
    fit: does('(column, options) → what it learnt'),
    build: does('(column, fitted, options, graph) → the value afterwards'),
  },
}
