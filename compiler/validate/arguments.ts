// What parameters of definitions stand for: every argument is checked against every schema that its parameter is used with,
// until nothing new turns up. Linear in arguments times uses, however often definitions are nested.
import type { OptionSchema } from '../../schemas/definition.js'
import type { LocatedNode } from '../source/located-node.js'
import type { Place } from './walking.js'

interface Use {
  readonly schema: OptionSchema
  readonly place: Place
}

interface Given {
  readonly key: string
  readonly parameter: string
  readonly definition: string
  readonly node: LocatedNode
  readonly place: Place
}

/** Uses and arguments as they are met, and the checks that bring them together. */
export interface Arguments {
  use(parameter: string, schema: OptionSchema, place: Place): void
  give(definition: string, parameter: string, node: LocatedNode, place: Place): void
  settle(): void
}

/** Collects; `visit` checks one argument against one schema, and may report further uses and arguments meanwhile. */
export function createArguments(
  visit: (schema: OptionSchema, node: LocatedNode, place: Place) => void,
): Arguments {
  const uses = new Map<string, Map<string, Use>>()
  const given: Given[] = []
  const seen = new Set<string>()
  const done = new Set<string>()
  const settleOne = (argument: Given, index: number): boolean => {
    const open = [...(uses.get(argument.key) ?? [])].filter(([use]) => !done.has(`${String(index)} ${use}`))
    for (const [use, { schema, place }] of open) {
      done.add(`${String(index)} ${use}`)
      visit(schema, argument.node, placeOf(argument, place))
    }
    return open.length > 0
  }
  return {
    use(parameter, schema, place) {
      const key = keyOf(place.scope.definition ?? '', parameter)
      const known = uses.get(key) ?? new Map<string, Use>()
      uses.set(key, known)
      const identity = `${String(place.open)} ${JSON.stringify(schema)}`
      if (!known.has(identity)) known.set(identity, { schema, place })
    },
    give(definition, parameter, node, place) {
      const { file, start } = node.span
      const identity = [
        definition,
        parameter,
        file,
        start.offset,
        place.scope.definition ?? '',
        place.scope.arm ?? '',
      ].join('\n')
      if (seen.has(identity)) return
      seen.add(identity)
      given.push({ key: keyOf(definition, parameter), definition, parameter, node, place })
    },
    settle() {
      let changed = true
      while (changed) {
        changed = false
        for (let index = 0; index < given.length; index++) {
          const argument = given[index]
          if (argument !== undefined && settleOne(argument, index)) changed = true
        }
      }
    },
  }
}

const keyOf = (definition: string, parameter: string): string => `${definition}\n${parameter}`

/** The argument stands where it was written, and is called after the parameter. */
const placeOf = (argument: Given, use: Place): Place => ({
  ...argument.place,
  name: (path) => `parameter \`${[argument.parameter, ...path].join('.')}\` of \`${argument.definition}\``,
  noun: 'option',
  open: use.open,
})
