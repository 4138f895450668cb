// The IR as stable text: for golden files, messages, and the digest of what a specification means. No spans, no comments.
import { invariant, unreachable } from '../../runtime/catalogue.js'
import type { Term } from '../../schemas/term.js'
import type { ArmNode, ComponentNode, DataNode, ExperimentNode, SpaceNode, ValueNode } from './nodes.js'

type Lines = readonly string[]

/** The whole experiment, one thing a line. */
export function printExperiment(experiment: ExperimentNode): string {
  const { name, seed, tasks, arms, objective, protocol, claims } = experiment
  return [
    `experiment ${text(name)} seed ${seed}`,
    ...experiment.use.map(({ path, sha256 }) => `use ${text(path)} ${sha256}`),
    ...tasks.flatMap(printData),
    ...arms.flatMap(printArm),
    ...objective.map(({ direction, metric }) => `objective ${direction} ${metric}`),
    ...under('protocol', printValue(protocol)),
    ...claims.map((claim) => `claim ${json(omit(claim, ['span']))}`),
    ...experiment.allow.map(({ rule, because }) => `allow ${rule} because ${text(because)}`),
    `fidelity ${json(experiment.fidelity === undefined ? null : omit(experiment.fidelity, ['span']))}`,
    `slots ${experiment.slots} order ${experiment.order} refit ${experiment.deploy.refit}`,
    `resources ${json(experiment.resources)} report ${json(experiment.report)}`,
    '',
  ].join('\n')
}

/** One arm's space. */
export function printSpace(space: SpaceNode): string {
  return [...spaceLines(space), ''].join('\n')
}

/** A term, fully parenthesised. */
export function showTerm(term: Term): string {
  switch (term.kind) {
    case 'number':
    case 'boolean':
      return String(term.value)
    case 'string':
      return text(term.value)
    case 'name':
      return term.name
    case 'unary':
      return `(${term.operator}${showTerm(term.operand)})`
    case 'binary':
      return `(${showTerm(term.left)} ${term.operator} ${showTerm(term.right)})`
    case 'conditional':
      return `(${showTerm(term.test)} ? ${showTerm(term.then)} : ${showTerm(term.otherwise)})`
    case 'call':
      return `${term.name}(${term.arguments.map(showTerm).join(', ')})`
    default:
      return unreachable(term)
  }
}

function printData(data: DataNode): Lines {
  const { prepare, pools } = data
  const rest = omit(data, ['span', 'places', 'prepare', 'pools'])
  const facts = pools === undefined ? rest : { ...rest, pools: omit(pools, ['span']) }
  return under(`data ${json(facts)}`, prepare.flatMap(printValue))
}

function printArm(arm: ArmNode): Lines {
  return under(`arm ${text(arm.name)} trials ${arm.budget.trials}`, [
    ...under('sampler', printValue(arm.sampler)),
    ...under('scheduler', printValue(arm.scheduler)),
    ...arm.enqueue.map(({ configuration }) => `enqueue ${json(configuration)}`),
    ...(arm.fixed === undefined ? [] : [`fixed ${json(arm.fixed.configuration)}`]),
    ...spaceLines(arm.space),
  ])
}

function spaceLines(space: SpaceNode): Lines {
  return [
    ...space.hyperparameters.flatMap(({ name, value, when }) =>
      under(
        `hyperparameter ${name}${when === undefined ? '' : ` when ${showTerm(when)}`}`,
        printValue(value),
      ),
    ),
    ...under('training', printValue(space.training)),
    ...(space.model === undefined ? [] : under('model', printValue(space.model))),
    ...space.constraints.map(({ term }) => `constraint ${showTerm(term)}`),
  ]
}

function printValue(value: ValueNode): Lines {
  switch (value.kind) {
    case 'literal':
      return [`${json(value.value)}${value.origin === 'default' ? ' (default)' : ''}`]
    case 'reference':
      return [`$${value.name}`]
    case 'computed':
      return [`expr ${showTerm(value.term)}`]
    case 'distribution':
      return [`${value.distribution} ${value.first} ${value.second} at ${value.path}`]
    case 'choice':
      return printChoice(value)
    case 'list':
      return under('list', value.items.flatMap(printValue))
    case 'record':
      return under(
        'record',
        value.entries.flatMap((entry) => under(text(entry.key), printValue(entry.value))),
      )
    case 'component':
      return printComponent(value)
    default:
      return unreachable(value)
  }
}

function printChoice(choice: Extract<ValueNode, { kind: 'choice' }>): Lines {
  const where = choice.where === undefined ? '' : ` where ${showTerm(choice.where)}`
  const head = `choice${choice.ordered ? ' ordered' : ''}${choice.listed ? ' listed' : ''} at ${choice.path}${where}`
  const names = choice.names
  if (names === undefined) return under(head, choice.values.flatMap(printValue))
  invariant(names.length === choice.values.length, 'a choice has as many names as components')
  return under(
    head,
    choice.values.flatMap((value, index) => under(text(names[index] ?? ''), printValue(value))),
  )
}

function printComponent(component: ComponentNode): Lines {
  const origin = component.origin === 'default' ? ' (default)' : ''
  return under(
    `${component.role} ${component.component} at ${component.path === '' ? '.' : component.path}${origin}`,
    Object.entries(component.options).flatMap(([name, value]) => joined(name, printValue(value))),
  )
}

/** `name: value` on one line where the value has one. */
const joined = (name: string, [first = '', ...rest]: Lines): Lines => [`${name}: ${first}`, ...rest]

const under = (head: string, lines: Lines): Lines => [head, ...lines.map((line) => `  ${line}`)]

const text = (value: string): string => JSON.stringify(value)

const json = (value: unknown): string => JSON.stringify(value)

function omit(value: object, keys: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}
