// The shape of a definition, checked where it comes from the author: what TypeScript would have said of it, and what it cannot say.
import { nearest } from '../../runtime/support/did-you-mean.js'
import { roleNeeds, type OwnRole } from './role-needs.js'
import { optionProblem } from './option-problem.js'
import { isRecord, show, type DefinitionProblem } from './problem.js'

type Loose = Readonly<Record<string, unknown>>

/** Whether a value means to be a definition. */
export const isDefinition = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && 'role' in value && 'kind' in value

/** The first problem of a definition; undefined where it is one. */
export function problemOf(definition: Loose): DefinitionProblem | undefined {
  return headProblem(definition) ?? optionsProblem(definition) ?? behaviourProblem(definition)
}

function headProblem({ role, kind, summary }: Loose): DefinitionProblem | undefined {
  if (typeof role !== 'string' || !Object.hasOwn(roleNeeds, role)) {
    const roles = Object.keys(roleNeeds)
    const near = nearest(String(role), roles)
    const hint =
      near === undefined ? `roles of own code are ${roles.join(', ')}` : `did you mean \`${near}\`?`
    return { message: `has the role ${show(role)}, which own code cannot play`, hint }
  }
  if (typeof kind !== 'string' || !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(kind)) {
    return { message: `has the kind ${show(kind)}`, hint: 'kinds are snake_case, like `max_pool2d`' }
  }
  if (typeof summary !== 'string' || summary.trim() === '') {
    return { message: 'has no `summary`', hint: 'say in one sentence what it does: help pages print it' }
  }
  return undefined
}

function optionsProblem({ options, required }: Loose): DefinitionProblem | undefined {
  if (!isRecord(options)) {
    return { message: 'has no `options`', hint: 'write `options: {}` where it takes none' }
  }
  const names = Object.keys(options)
  const short = names.filter((name) => isRecord(options[name]) && options[name]['x-shorthand'] === true)
  for (const name of names) {
    const problem = optionProblem(name, options[name])
    if (problem !== undefined) return problem
  }
  if (short.length > 1) {
    return {
      message: `has ${short.length} options with \`x-shorthand\``,
      hint: 'a bare value can stand for one option only',
    }
  }
  if (!Array.isArray(required)) {
    return { message: 'has no `required`', hint: 'write `required: []` where every option has a default' }
  }
  const unknown = required.find((name) => typeof name !== 'string' || !names.includes(name))
  if (unknown === undefined) return undefined
  return {
    message: `requires the option ${show(unknown)}, which it does not have`,
    hint: 'add it to `options`',
  }
}

function behaviourProblem(definition: Loose): DefinitionProblem | undefined {
  const needs = roleNeeds[definition['role'] as OwnRole]
  for (const [name, { what, holds }] of Object.entries(needs)) {
    if (holds(definition[name])) continue
    const role = `a ${String(definition['role'])} needs`
    const lacks = definition[name] === undefined
    return {
      message: lacks ? `lacks \`${name}\`, which ${role}` : `has a \`${name}\` that is not what ${role}`,
      hint: `\`${name}\` is ${what}`,
    }
  }
  return undefined
}
